// A stretch of one source as a film shows it, at the film's rate: what steps make, pass on and change.
// Its length in frames is exact at every moment, so that what is placed at its end stands there.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "pipelines/document/document.h"
#include "pipelines/ffmpeg/jobs.h"
#include "pipelines/moments/select.h"
#include "pipelines/planning/left_out.h"
#include "pipelines/planning/source.h"

namespace spool::pipelines {

/// An effect with the stretch of its clip's time that it covers, in seconds from the clip's first frame.
/// Later trims and speeds move the stretch along with the picture.
struct PlacedEffect {
  const Effect* effect = nullptr;   ///< in the document, which outlives the plan's making
  Rational start = 0;               ///< of the clip that it was applied to; negative after a trim at the front
  Rational end = 0;                 ///< likewise
  Rational stretch = 1;             ///< seconds now for each second then
  std::string text;                 ///< a title's, with its names filled in; a raw filter's picture chain
  std::string sound_chain;          ///< a raw filter's
  bool ends_clip = true;            ///< nothing was cut off behind it: its end is the clip's last frame
};

struct Clip {
  const Source* source = nullptr;
  std::shared_ptr<const Moment> moment;   ///< none: a whole input, or what is left of one
  Rational from = 0, to = 0;              ///< of the source, seconds from its time 0
  Rational speed = 1;
  PictureCut cut;                         ///< at the film's rate; without pictures only `frames` counts
  std::optional<FrameRange> keep;         ///< what a trim on a concat left of it
  std::vector<PlacedEffect> effects;      ///< in order
  std::vector<std::string> steps;         ///< names, in order
  bool muted = false;
  const Transition* into = nullptr;       ///< in the document: how it follows the clip before; none: a hard join
  std::int64_t overlap = 0;               ///< frames that it has in common with the clip before
  ClipOriginPtr origin;                   ///< where the document does without bad clips; else none

  /// What people call it: its moment's label, else its input's name.
  [[nodiscard]] const std::string& label() const { return moment ? moment->label : source->input_name; }
  /// Of the transition that leads into it; that of a hard join is nobody's.
  [[nodiscard]] TransitionLook look() const { return into != nullptr ? TransitionLook{into->xfade, into->color} : TransitionLook{}; }
  [[nodiscard]] bool is_dipped_into() const { return into != nullptr && look().is_dip(); }
  [[nodiscard]] std::int64_t frames() const { return keep ? keep->end - keep->first : cut.frames; }
};

/// What a step gives: clips to go on with, or (a concat) one film made of them.
struct Sequence {
  std::vector<Clip> clips;
  bool joined = false;
  /// Some of its clips are missing or not what they should be, and why has been told: what depends on all of them is not judged.
  bool incomplete = false;

  /// What is common to two clips counts once.
  [[nodiscard]] std::int64_t frames() const;
};

}  // namespace spool::pipelines
