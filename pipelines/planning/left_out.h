// Clips that cannot be made, and without which the document wants its films to be made (`policy.on_bad_clip: skip`).
// Source: LANGUAGE, "The document"; CONTRACT, "Exit codes".
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/rational.h"

namespace spool::pipelines {

/// What a clip was cut from, before any effect: everything that is made of it goes with it.
struct ClipOrigin {
  std::string input;
  core::Rational from = 0, to = 0;   ///< of the source, seconds from its time 0
  std::string who;                   ///< for a person: `"Goal" (game, 12.5 s to 18 s)`; empty where the error names it
  core::Place place;                 ///< of its moment, or of who names the input

  /// What it is called does not matter.
  friend bool operator==(const ClipOrigin& a, const ClipOrigin& b) {
    return a.input == b.input && a.from == b.from && a.to == b.to;
  }
};
using ClipOriginPtr = std::shared_ptr<const ClipOrigin>;

struct LeftOut {
  ClipOrigin clip;
  core::Error why;
};
using LeftOuts = std::vector<LeftOut>;

/// Where it is not among them.
void add_new(LeftOuts& all, LeftOut left_out);

/// What is told of it.
core::Error left_out_warning(const LeftOut& left_out);

}  // namespace spool::pipelines
