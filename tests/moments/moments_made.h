// Moments, blocks and a clock made by hand.
#pragma once

#include "pipelines/moments/select.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace spool::pipelines::testing {

/// A source of constant rate: 60 s at 30 frames a second.
class Steady : public SourceClock {
 public:
  explicit Steady(Rational length = 60, Rational rate = 30) : length_(length), rate_(rate) {}
  [[nodiscard]] Rational seconds() const override { return length_; }
  [[nodiscard]] std::optional<Rational> frame_time(std::int64_t index) const override {
    const Rational time = Rational(index) / rate_;
    return index >= 0 && time < length_ ? std::optional<Rational>(time) : std::nullopt;
  }
  [[nodiscard]] std::string name() const override { return "match.mp4"; }

 private:
  Rational length_, rate_;
};

inline TimePoint seconds(Rational value) { return {TimePoint::Kind::seconds, value, 0}; }
inline TimePoint frame(std::int64_t index) { return {TimePoint::Kind::frame, 0, index}; }
inline TimePoint before_end(Rational value) { return {TimePoint::Kind::before_end, value, 0}; }
inline TimePoint end_of_file() { return {TimePoint::Kind::end, 0, 0}; }

/// A moment with a fluent hand.
struct Tagged : TaggedMoment {
  Tagged(TimePoint from, std::optional<TimePoint> to, std::string named = "") {
    start = from;
    end = to;
    label = std::move(named);
  }
  Tagged(Rational from, Rational to, std::string named = "")
      : Tagged(seconds(from), seconds(to), std::move(named)) {}
  Tagged rated(Rational value) && {
    rating = value;
    return std::move(*this);
  }
  Tagged with(std::vector<std::string> given) && {
    tags = std::move(given);
    return std::move(*this);
  }
  Tagged on_line(int number) && {
    line = number;
    column = 1;
    return std::move(*this);
  }
};

inline MomentBlock block_of_file(std::string file = "/games/tags.csv") {
  MomentBlock block;
  block.file = Located<std::string>{std::move(file), {}};
  return block;
}

inline Moments only(MomentBlock block) {
  Moments moments;
  moments.blocks.push_back(std::move(block));
  return moments;
}

inline Condition one_of(std::string field, std::vector<std::string> values) {
  Condition condition;
  condition.field = std::move(field);
  condition.any_of = std::move(values);
  return condition;
}

inline core::Checked<Selection> select_from(const MomentBlock& block,
                                            const std::vector<TaggedMoment>& tagged) {
  const Steady clock;
  return select(only(block), {tagged}, {&clock});
}

inline Selection selected(const MomentBlock& block, const std::vector<TaggedMoment>& tagged) {
  auto selection = select_from(block, tagged);
  if (selection) return *selection;
  for (const core::Error& error : selection.error()) ADD_FAILURE() << core::to_line(error);
  return {};
}

inline core::Errors not_selected(const MomentBlock& block, const std::vector<TaggedMoment>& tagged) {
  auto selection = select_from(block, tagged);
  if (!selection) return selection.error();
  ADD_FAILURE() << "selected " << selection->moments.size();
  return {};
}

inline std::vector<std::string> labels_of(const std::vector<Moment>& moments) {
  std::vector<std::string> labels;
  for (const Moment& moment : moments) labels.push_back(moment.label);
  return labels;
}

}  // namespace spool::pipelines::testing
