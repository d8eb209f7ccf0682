// What a job made of pictures that are copied: is it what the source holds?
// Source: EXACT, "Trust"; verifying/copied_film.h does the looking.
#pragma once

#include <string>

#include <boost/asio/awaitable.hpp>

#include "core/blocking.h"
#include "core/process.h"
#include "pipelines/ffmpeg/jobs.h"
#include "pipelines/verifying/copied_film.h"

namespace spool::pipelines {

/// `clip` is a copied one, with the name of the attempt. Error `render.wrong_copy`: these pictures have to be encoded.
boost::asio::awaitable<core::Result<void>> check_copy(core::Runner& runner, core::Blocking& blocking, CopiedLook look, ClipJob clip);

}  // namespace spool::pipelines
