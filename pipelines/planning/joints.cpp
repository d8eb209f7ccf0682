#include "pipelines/planning/joints.h"

#include <algorithm>

namespace spool::pipelines {
namespace {

void join(Clip& clip, const Transition& transition, Rational film_rate) {
  clip.overlap = (transition.seconds * film_rate).round_half_up();
  if (clip.overlap == 1 && transition.xfade.empty()) clip.overlap = 2;  // a dip has two halves
  clip.into = clip.overlap > 0 ? &transition : nullptr;
}

std::string seconds_of(std::int64_t frames, Rational film_rate) { return (Rational(frames) / film_rate).to_decimal(2) + " s"; }

std::string name_of(const Clip& clip) {
  const std::string& label = clip.label().empty() ? clip.source->input_name : clip.label();
  return "`" + label + "`";
}

core::Error too_long(const Clip& clip, const Clip* next, Rational film_rate) {
  const bool both = clip.overlap > 0 && next != nullptr && next->overlap > 0;
  const std::int64_t common = clip.overlap + (next != nullptr ? next->overlap : 0);
  const Transition& told = clip.overlap > 0 ? *clip.into : *next->into;
  return {"document.transition_too_long",
          "the clip " + name_of(clip) + " lasts " + seconds_of(clip.frames(), film_rate) + ", and its " +
              (both ? "two transitions together " : "transition ") + seconds_of(common, film_rate),
          std::string("make the ") + (both ? "transitions shorter, " : "transition shorter, ") + "or the clip longer", told.place};
}

}  // namespace

void join_clips(Sequence& part, const Concat& concat, const ConcatItem& item, Rational film_rate) {
  if (part.clips.empty()) return;
  for (std::size_t i = 1; i < part.clips.size() && !part.joined && concat.transition; ++i) {
    join(part.clips[i], *concat.transition, film_rate);
  }
  const auto& into = item.into ? item.into : concat.transition;
  if (into) join(part.clips.front(), *into, film_rate);
}

void begin_hard(Sequence& sequence) {
  if (sequence.clips.empty()) return;
  sequence.clips.front().into = nullptr;
  sequence.clips.front().overlap = 0;
}

core::Errors check_joints(const Sequence& film, Rational film_rate) {
  core::Errors errors;
  for (std::size_t i = 0; i < film.clips.size(); ++i) {
    const Clip* next = i + 1 < film.clips.size() ? &film.clips[i + 1] : nullptr;
    const std::int64_t common = film.clips[i].overlap + (next != nullptr ? next->overlap : 0);
    if (common > film.clips[i].frames()) errors.push_back(too_long(film.clips[i], next, film_rate));
  }
  return errors;
}

}  // namespace spool::pipelines
