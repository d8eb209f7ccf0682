// Pictures that were copied, not encoded, held against what they were copied from: every coded slice, and the places where
// parts of a film meet. Starts ffmpeg a few times; nothing is decoded but two pictures a seam. Source: EXACT, "Trust".
#pragma once

#include "core/error.h"
#include "core/process.h"
#include "pipelines/ffmpeg/argv.h"
#include "pipelines/ffmpeg/jobs.h"

#include <boost/asio/awaitable.hpp>

#include <string>

namespace spool::pipelines {

struct CopiedLook {
  Tools tools;
  std::string folder;  ///< where work files are
  std::string codec;   ///< of the pictures
  core::Milliseconds time_limit{0};
};

/// A copied clip's file against the list of its source's packets. Error `render.wrong_copy`.
boost::asio::awaitable<core::Result<void>> check_copied_part(core::Runner& runner, CopiedLook look,
                                                             std::string file, std::string list);

/// A joined film (its file, absolute) against its parts; nothing is done where none was copied. Error `render.wrong_film`: what differs and where.
boost::asio::awaitable<core::Result<void>> check_copied_film(core::Runner& runner, CopiedLook look,
                                                             JoinJob join, std::string film);

}  // namespace spool::pipelines
