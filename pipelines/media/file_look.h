// What kind of file a path names, and its first bytes: before anything opens it, as a fifo would be waited on
// for ever. Source: GROUND, "ffmpeg and bad input" and "Traps".
#pragma once

#include "core/error.h"
#include "core/process.h"
#include "pipelines/media/media.h"

#include <boost/asio/awaitable.hpp>

#include <string>

namespace spool::pipelines {

struct FileLook {
  FileIdentity identity;
  std::string first_bytes;  ///< up to 4 KB
};

/// Links are judged by what they lead to; only a regular file is opened. Blocks as long as its file system
/// does. Errors: `input.missing .unreadable .not_a_file .empty`.
core::Result<FileLook> look_at_file(const std::string& path);

/// The same on a thread of its own: a network mount that hangs holds up nothing. `input.slow` after `limit`;
/// the thread is then left to itself and touches nothing of ours any more.
boost::asio::awaitable<core::Result<FileLook>> look_at_file_aside(std::string path, core::Milliseconds limit);

/// The last part of a path: how a file is called in messages.
std::string file_name(const std::string& path);

}  // namespace spool::pipelines
