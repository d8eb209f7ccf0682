#include "pipelines/planning/steps.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "pipelines/moments/match.h"
#include "pipelines/moments/resolve.h"
#include "pipelines/planning/effects.h"
#include "pipelines/planning/joints.h"

namespace spool::pipelines {
namespace {

using MomentPtr = std::shared_ptr<const Moment>;

/// Where a clip's moment stands in the order of showing, for putting the clips of several steps side by side.
using MomentKey = std::pair<std::int64_t, std::size_t>;
MomentKey key_of(const Clip& clip) { return {clip.moment->index, clip.moment->block}; }

core::Place place_of(const Clip& clip, const Step& step) { return clip.moment ? clip.moment->place : step.place; }

bool holds(const Match& match, const Clip& clip) {
  if (match.empty()) return true;
  return clip.moment && matches(match, fields_of(*clip.moment));
}

ClipOriginPtr origin_of(const Clip& clip, const core::Place& place) {
  const std::string& input = clip.source->input_name;
  const std::string where = input + ", " + clock_text(clip.from) + " to " + clock_text(clip.to);
  std::string who = clip.moment && !clip.moment->label.empty() ? "\"" + clip.moment->label + "\" (" + where + ")" : where;
  return std::make_shared<const ClipOrigin>(ClipOrigin{input, clip.from, clip.to, std::move(who), place});
}

struct Interval {
  Rational from, to;
};

/// What is left of [0, end) after `gone`.
std::vector<Interval> remaining(std::vector<Interval> gone, Rational end) {
  std::ranges::sort(gone, {}, &Interval::from);
  std::vector<Interval> left;
  Rational at = 0;
  for (const Interval& stretch : gone) {
    if (stretch.from > at) left.push_back({at, stretch.from});
    at = std::max(at, stretch.to);
  }
  if (at < end) left.push_back({at, end});
  return left;
}

/// What cannot be used or chosen has been told where that was found.
Sequence not_known() {
  Sequence sequence;
  sequence.incomplete = true;
  return sequence;
}

}  // namespace

std::int64_t Sequence::frames() const {
  std::int64_t total = 0;
  for (const Clip& clip : clips) total += clip.frames() - clip.overlap;
  return total;
}

StepEvaluator::StepEvaluator(const Document& document, const Sources& sources, const ChosenMoments& moments, const LeftOuts& bad,
                             Rational film_rate)
    : document_(document), sources_(sources), moments_(moments), bad_(bad), rate_(film_rate) {
  for (const Step& step : document.steps) {
    if (const auto* apply = std::get_if<Apply>(&step.what)) ++uses_[apply->source.value];
    const auto* concat = std::get_if<Concat>(&step.what);
    if (concat == nullptr) continue;
    for (const ConcatItem& item : concat->items) {
      for (const auto& part : item.each) ++uses_[part.value];
    }
  }
  for (const OutputSpec& output : document.outputs) ++uses_[output.from.value];
}

Sequence StepEvaluator::take(const std::string& name) {
  auto found = done_.find(name);
  if (found == done_.end()) {
    const auto step = std::ranges::find(document_.steps, name, &Step::name);
    Sequence made;
    if (step != document_.steps.end()) {
      made = evaluate(*step);
    } else {
      const auto input = std::ranges::find(document_.inputs, name, &Input::name);
      made = whole_input(name, input == document_.inputs.end() ? core::Place{} : input->place);
    }
    found = done_.emplace(name, std::move(made)).first;
  }
  if (--uses_[name] > 0) return found->second;
  Sequence last = std::move(found->second);
  done_.erase(found);
  return last;
}

Sequence StepEvaluator::evaluate(const Step& step) {
  Sequence made;
  if (const auto* what = std::get_if<Cut>(&step.what)) made = cut(step, *what);
  if (const auto* what = std::get_if<Apply>(&step.what)) made = apply(step, *what);
  if (const auto* what = std::get_if<Concat>(&step.what)) return concat(step, *what);
  for (Clip& clip : made.clips) clip.steps.push_back(step.name);
  return made;
}

Sequence StepEvaluator::whole_input(const std::string& name, const core::Place& place) {
  Clip clip;
  clip.source = sources_.find(name);
  if (is_bad(name, place)) return {};
  if (clip.source == nullptr) return not_known();
  clip.to = clip.source->seconds();
  Sequence sequence;
  add_formed(std::move(clip), place, sequence);
  return sequence;
}

Sequence StepEvaluator::cut(const Step& step, const Cut& what) {
  if (what.of_moments && !moments_.document) return not_known();
  if (what.of_moments) return cut_moments(step, *moments_.document, document_.moments->blocks, "");
  if (what.remove) return cut_remaining(step, what);
  if (!what.at) return whole_input(what.input.value, what.input.place);
  const auto chosen = moments_.by_step.find(step.name);
  if (chosen == moments_.by_step.end()) return not_known();
  return cut_moments(step, chosen->second, what.at->blocks, what.input.value);
}

Sequence StepEvaluator::cut_moments(const Step& step, const std::vector<MomentPtr>& moments,
                                    const std::vector<MomentBlock>& blocks, const std::string& own_input) {
  Sequence sequence;
  sequence.clips.reserve(moments.size());
  for (const MomentPtr& moment : moments) {
    const std::string& input = blocks[moment->block].of.value.empty() ? own_input : blocks[moment->block].of.value;
    Clip clip;
    clip.source = sources_.find(input);
    if (clip.source == nullptr) continue;  // told by the document's reader
    clip.moment = moment;
    clip.from = moment->from;
    clip.to = moment->to;
    const core::Place place = place_of(clip, step);
    add_formed(std::move(clip), place, sequence);
  }
  return sequence;
}

Sequence StepEvaluator::cut_remaining(const Step& step, const Cut& what) {
  const Source* source = sources_.find(what.input.value);
  const auto gone = moments_.by_step.find(step.name);
  if (is_bad(what.input.value, what.input.place)) return {};
  if (source == nullptr || gone == moments_.by_step.end()) return not_known();
  std::vector<Interval> stretches;
  for (const MomentPtr& moment : gone->second) stretches.push_back({moment->from, moment->to});
  Sequence sequence;
  for (const Interval& left : remaining(std::move(stretches), source->seconds())) {
    Clip clip;
    clip.source = source;
    clip.from = left.from;
    clip.to = left.to;
    // A sliver between two removed stretches may hold no picture at all: it is gone with them.
    if (recut(clip, rate_)) add_formed(std::move(clip), step.place, sequence);
  }
  if (sequence.clips.empty() && !sequence.incomplete && left_out_.empty()) {
    report({"moments.none_left", "nothing is left of `" + what.input.value + "` after `remove`",
            "remove less, or cut what you want to keep with `at:`", step.place}, sequence);
  }
  return sequence;
}

Sequence StepEvaluator::apply(const Step& step, const Apply& what) {
  Sequence sequence = take(what.source.value);
  if (what.only) {
    const bool had_clips = !sequence.clips.empty();
    std::erase_if(sequence.clips, [&](const Clip& clip) { return !holds(*what.only, clip); });
    begin_hard(sequence);
    if (had_clips && sequence.clips.empty() && !sequence.incomplete && left_out_.empty()) {
      report({"moments.none_left", "no clip of `" + what.source.value + "` matches `only` of step `" + step.name + "`",
              "check the words of `only` against the tags of the moments", step.place}, sequence);
    }
  }
  for (const Effect& effect : what.effects) apply_one(effect, what.when, sequence);
  return sequence;
}

void StepEvaluator::apply_one(const Effect& effect, const std::optional<Match>& when, Sequence& sequence) {
  core::Result<void> applied;
  if (sequence.joined) {
    // A trim of a film counts from its ends: they are not known where some of its clips are missing.
    if (sequence.incomplete && std::holds_alternative<Trim>(effect.what)) return;
    applied = apply_to_film(effect, sequence, rate_);
    if (!applied) report(applied.error(), sequence);
    return;
  }
  for (Clip& clip : sequence.clips) {
    if (when && !holds(*when, clip)) continue;
    applied = apply_to_clip(effect, clip, rate_);
    if (!applied) report(applied.error(), sequence);
  }
}

Sequence StepEvaluator::concat(const Step&, const Concat& what) {
  Sequence film;
  film.joined = true;
  core::Errors faulty_joints;   // of parts by themselves
  for (const ConcatItem& item : what.items) {
    Sequence part = item.interleaved ? interleave(item) : take(item.each.front().value);
    join_clips(part, what, item, rate_);
    if (!part.incomplete && &item != &what.items.front()) std::ranges::move(check_joints(part, rate_), std::back_inserter(faulty_joints));
    film.incomplete = film.incomplete || part.incomplete;
    if (film.clips.empty()) {
      film.clips = std::move(part.clips);
    } else {
      std::ranges::move(part.clips, std::back_inserter(film.clips));
    }
  }
  begin_hard(film);
  // The joints of a whole film are judged together: a clip may be too short for both of its own.
  if (film.incomplete) {
    for (core::Error& fault : faulty_joints) report(std::move(fault), film);
  }
  return film;
}

Sequence StepEvaluator::interleave(const ConcatItem& item) {
  Sequence interleaved;
  std::map<MomentKey, std::vector<Clip>> by_moment;
  for (const auto& name : item.each) {
    Sequence part = take(name.value);
    interleaved.incomplete = interleaved.incomplete || part.incomplete;
    for (Clip& clip : part.clips) {
      if (!clip.moment) {
        report({"document.each_without_moments", "`each` goes by moments, and `" + name.value + "` has none",
                "name steps that are cut from moments, or list `" + name.value + "` beside `each`", name.place}, interleaved);
        break;
      }
      by_moment[key_of(clip)].push_back(std::move(clip));
    }
  }
  for (auto& [key, clips] : by_moment) std::ranges::move(clips, std::back_inserter(interleaved.clips));
  return interleaved;
}

void StepEvaluator::add_formed(Clip clip, const core::Place& place, Sequence& sequence) {
  if (document_.policy.skip_bad_clips) clip.origin = origin_of(clip, place);
  const auto known = clip.origin ? std::ranges::find(bad_, *clip.origin, &LeftOut::clip) : bad_.end();
  if (known != bad_.end()) {
    add_new(left_out_, {*clip.origin, known->why});
    return;
  }
  const auto formed = recut(clip, rate_);
  if (formed) {
    sequence.clips.push_back(std::move(clip));
    return;
  }
  core::Error error = formed.error();
  error.place = place;
  if (clip.origin) {
    add_new(left_out_, {*clip.origin, std::move(error)});
  } else {
    report(std::move(error), sequence);
  }
}

bool StepEvaluator::is_bad(const std::string& input, const core::Place& place) {
  const core::Error* why = sources_.why_bad(input);
  if (why != nullptr) add_new(left_out_, {ClipOrigin{input, 0, 0, "`" + input + "`", place}, *why});
  return why != nullptr;
}

void StepEvaluator::report(core::Error error, Sequence& sequence) {
  sequence.incomplete = true;
  // The same fault of one effect would be told for each of its clips; and nobody reads thousands.
  constexpr std::size_t enough = 100;
  if (errors_.size() >= enough || std::ranges::find(errors_, error) != errors_.end()) return;
  errors_.push_back(std::move(error));
}

}  // namespace spool::pipelines
