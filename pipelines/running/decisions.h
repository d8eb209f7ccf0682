// What a plan was made from, as the journal keeps it: probes, tag files, the ffmpeg. Whoever takes the run up again decides from
// these, not from what he finds; what he finds is held against them. Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/error.h"
#include "pipelines/media/media.h"
#include "pipelines/planning/left_out.h"

namespace spool::pipelines {

struct Decisions {
  std::map<std::string, MediaPtr, std::less<>> media;        ///< by path
  std::map<std::string, std::string, std::less<>> tags;      ///< by path: a tag file's bytes
  std::map<std::string, core::Error, std::less<>> bad;       ///< by path: inputs that cannot be used, and are done without
  LeftOuts left_out;                                         ///< clips that were found to be bad while they were rendered
  std::string ffmpeg;                                        ///< its fingerprint; empty: not known then
};

std::string to_json(const Decisions& decisions);
/// Error `state.damaged`.
core::Result<Decisions> decisions_from_json(std::string_view text);

}  // namespace spool::pipelines
