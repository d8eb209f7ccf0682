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

/// An encoder that a film needs, and who says so.
struct NeededEncoder {
  PictureFormat picture;
  core::Place place;
};

/// A plan as far as it could be made, and all that is wrong.
struct MadePlan {
  FilmPlan plan;                          ///< of the outputs with which nothing is wrong; whole where there are no errors
  core::Errors errors;                    ///< in no order
  std::vector<OutputPlace> unplanned;     ///< the other outputs
  std::vector<NeededEncoder> encoders;    ///< of all outputs whose format is known
};

/// Every fault that can be known without encoding, all at once. Inputs that are not among `sources` cannot be used and moments that are not
/// in `choice` could not be chosen, which has been told: of what depends on them nothing is said, of everything else all.
MadePlan make_plan(const Document& document, const Sources& sources, const Choice& choice, const Capabilities& ffmpeg,
                   const PlanSettings& settings);

/// The same of a document with faults of its own, whose steps cannot be followed: nothing is planned, and what each of its parts names is
/// judged by itself. `formats_known`: the formats were understood whole, and are judged too.
MadePlan judge_parts(const Document& document, bool formats_known, const Sources& sources, const Capabilities& ffmpeg,
                     const PlanSettings& settings);

/// Where a document's films would go, in order; known before any input is.
std::vector<std::string> output_paths(const Document& document, const PlanSettings& settings);

}  // namespace spool::pipelines
