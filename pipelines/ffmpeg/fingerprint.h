// Which ffmpeg this is, its libraries included (libx264 is upgraded alone): part of every cache key, and
// known without starting it as long as none of its files has changed.
#pragma once

#include "core/blocking.h"
#include "core/error.h"
#include "core/file_identity.h"
#include "core/process.h"
#include "pipelines/ffmpeg/capabilities.h"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spool::pipelines {

/// A program's file and every shared library that the loader would load for it, with who they were.
struct Fingerprint {
  std::vector<std::pair<std::string, core::FileIdentity>>
      files;           ///< absolute paths, sorted; the loader's own list of libraries too
  std::string digest;  ///< of the content of program and libraries (its build id, where a file has one): equal on equal machines
  std::string search;  ///< where our environment made the loader look
  bool whole = true;   ///< false: more may belong to it than could be found out

  /// Blocks (a stat for each): none of the files has changed, and no other would be loaded. Never where it is
  /// not whole.
  [[nodiscard]] bool still_holds() const;
};

/// Has the program's own loader list what it would load (`--list`, a child; the program itself does not run),
/// then reads every file's build id (or all of it, where it has none) on a helper thread. A static program has itself only; a
/// script around another ffmpeg has itself, what it says of its version, and the programs that it names by
/// their full paths, with their libraries; where no ffmpeg is among those it is not whole. Error `ffmpeg.missing`, `ffmpeg.broken`.
boost::asio::awaitable<core::Result<Fingerprint>> take_fingerprint(core::Runner& runner,
                                                                   core::Blocking& blocking,
                                                                   std::string program);

/// What is known of an ffmpeg, kept for the next run as one text (JSON) and back.
struct KnownTool {
  Fingerprint fingerprint;
  Capabilities capabilities;
};
std::string to_json(const KnownTool& tool);
core::Result<KnownTool> known_tool_from_json(std::string_view text);

}  // namespace spool::pipelines
