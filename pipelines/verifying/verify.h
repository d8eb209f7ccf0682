// A finished film looked at whole: every stream decoded by one confined ffprobe, then judged.
// Source: EXACT, "Trust" ("`spool verify` decodes everything").
#pragma once

#include "core/error.h"
#include "core/process.h"
#include "pipelines/media/ffprobe_command.h"
#include "pipelines/verifying/judge_film.h"

#include <boost/asio/awaitable.hpp>

#include <string>

namespace spool::pipelines {

/// Errors `input.*` as a probe has them where there is nothing to be decoded, `input.not_a_film` for a still
/// picture, `machine.ffprobe`. HDR is no error here. What can be read and is wrong is in the verdict. As long
/// as it takes to decode, while that goes on. `runner` must outlive it.
boost::asio::awaitable<core::Result<FilmVerdict>> verify_film(core::Runner& runner, ProbeSettings settings,
                                                              std::string absolute_path);

}  // namespace spool::pipelines
