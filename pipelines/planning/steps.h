// Evaluates a document's steps at one film rate: names become sequences of clips. Pure. Source: LANGUAGE, "Steps".
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/error.h"
#include "pipelines/planning/clip.h"

namespace spool::pipelines {

/// The moments that were chosen, for the document's `moments:` and for each step with an `at:` of its own.
struct ChosenMoments {
  std::vector<std::shared_ptr<const Moment>> document;
  std::map<std::string, std::vector<std::shared_ptr<const Moment>>, std::less<>> by_step;
};

class StepEvaluator {
 public:
  /// All three must outlive the sequences.
  StepEvaluator(const Document& document, const Sources& sources, const ChosenMoments& moments, Rational film_rate);

  /// What the step or input of that name gives, for one of those who name it. Faults are collected (see `errors`), once for
  /// each place.
  Sequence take(const std::string& name);
  [[nodiscard]] const core::Errors& errors() const { return errors_; }

 private:
  Sequence evaluate(const Step& step);
  Sequence cut(const Step& step, const Cut& what);
  Sequence cut_moments(const Step& step, const std::vector<std::shared_ptr<const Moment>>& moments,
                       const std::vector<MomentBlock>& blocks, const std::string& own_input);
  Sequence cut_remaining(const Step& step, const Cut& what);
  Sequence apply(const Step& step, const Apply& what);
  Sequence concat(const Step& step, const Concat& what);
  Sequence interleave(const ConcatItem& item);
  Sequence whole_input(const Source& source, const core::Place& place);
  void report(core::Error error);

  const Document& document_;
  const Sources& sources_;
  const ChosenMoments& moments_;
  Rational rate_;
  std::map<std::string, Sequence, std::less<>> done_;
  std::map<std::string, int, std::less<>> uses_;   ///< how often a name is still to be taken: the last one gets it without a copy
  core::Errors errors_;
};

}  // namespace spool::pipelines
