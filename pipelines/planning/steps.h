// Evaluates a document's steps at one film rate: names become sequences of clips. Pure. Source: LANGUAGE, "Steps".
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/error.h"
#include "pipelines/planning/clip.h"

namespace spool::pipelines {

/// The moments that were chosen, for the document's `moments:` and for each step with an `at:` of its own. Those that could not be
/// chosen are none, and why has been told.
struct ChosenMoments {
  std::optional<std::vector<std::shared_ptr<const Moment>>> document;
  std::map<std::string, std::vector<std::shared_ptr<const Moment>>, std::less<>> by_step;
};

class StepEvaluator {
 public:
  /// All must outlive the sequences. `bad`: clips that were found to be bad: they are left out.
  StepEvaluator(const Document& document, const Sources& sources, const ChosenMoments& moments, const LeftOuts& bad,
                Rational film_rate);

  /// What the step or input of that name gives, for one of those who name it. Faults are collected (see `errors`), once for
  /// each place.
  Sequence take(const std::string& name);
  [[nodiscard]] const core::Errors& errors() const { return errors_; }
  /// What the document does without, each once.
  [[nodiscard]] const LeftOuts& left_out() const { return left_out_; }

 private:
  Sequence evaluate(const Step& step);
  Sequence cut(const Step& step, const Cut& what);
  Sequence cut_moments(const Step& step, const std::vector<std::shared_ptr<const Moment>>& moments,
                       const std::vector<MomentBlock>& blocks, const std::string& own_input);
  Sequence cut_remaining(const Step& step, const Cut& what);
  Sequence apply(const Step& step, const Apply& what);
  Sequence concat(const Step& step, const Concat& what);
  Sequence interleave(const ConcatItem& item);
  Sequence whole_input(const std::string& name, const core::Place& place);
  /// Forms the clip's pictures, and adds it where it is to be shown; why it is not has been kept.
  void add_formed(Clip clip, const core::Place& place, Sequence& sequence);
  void apply_one(const Effect& effect, const std::optional<Match>& when, Sequence& sequence);
  bool is_bad(const std::string& input, const core::Place& place);
  /// A fault of the sequence, which is no longer judged as a whole.
  void report(core::Error error, Sequence& sequence);

  const Document& document_;
  const Sources& sources_;
  const ChosenMoments& moments_;
  const LeftOuts& bad_;
  Rational rate_;
  std::map<std::string, Sequence, std::less<>> done_;
  std::map<std::string, int, std::less<>> uses_;   ///< how often a name is still to be taken: the last one gets it without a copy
  core::Errors errors_;
  LeftOuts left_out_;
};

}  // namespace spool::pipelines
