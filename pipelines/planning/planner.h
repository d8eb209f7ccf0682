// The planner: a document whose inputs are probed and whose moments are chosen becomes jobs. Cut and effects are one encode,
// the sound is made once for the whole film, the join copies. Pure. Source: GROUND, "Rendering"; EXACT.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/error.h"
#include "pipelines/document/document.h"
#include "pipelines/ffmpeg/capabilities.h"
#include "pipelines/planning/choose.h"
#include "pipelines/planning/film_plan.h"
#include "pipelines/planning/source.h"

namespace spool::pipelines {

struct PlanSettings {
  std::string out_dir;                 ///< absolute: where relative outputs go
  std::optional<std::string> output;   ///< -o: absolute; only for a document with one output
  bool optimize = true;                ///< false: cut, effect, concat, each an encode
  int slots = 1;                       ///< for the estimate of time only
  LeftOuts left_out;                   ///< clips that were found to be bad while they were rendered: the films do without them
};

/// Every fault that can be known without encoding, all at once.
core::Checked<FilmPlan> make_plan(const Document& document, const Sources& sources, const Choice& choice,
                                  const Capabilities& ffmpeg, const PlanSettings& settings);

/// Where a document's films would go, in order; known before any input is.
std::vector<std::string> output_paths(const Document& document, const PlanSettings& settings);

}  // namespace spool::pipelines
