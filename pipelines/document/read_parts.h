// The parts of a document, each read from its own map. Faults go to the reading; what could be read is given
// back, so that the parts after it are judged too.
#pragma once

#include "pipelines/document/document.h"
#include "pipelines/document/names.h"
#include "pipelines/document/reading.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace spool::pipelines {

/// What the parts need to know of each other.
struct Parts {
  Reading& reading;
  std::string folder;  ///< what paths follow
  std::vector<std::string> inputs;
  std::vector<std::string> steps;
  bool has_moments = false;
};

inline bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

// read_moments.cpp
Moments read_moments(Parts& parts, const Value& value);
/// `at:` of a cut: a list of moments, or a block; `input` is what they are of.
Moments read_cut_at(Parts& parts, const Value& value);
std::vector<TaggedMoment> read_moment_list(Reading& reading, const Value& value);

// read_match.cpp
Match read_match(Reading& reading, const Value& value);
// read_steps.cpp
std::vector<Step> read_steps(Parts& parts, const std::vector<Value>& values);
/// An input's name, or a fault with the nearest.
std::optional<Located<std::string>> read_input_name(Parts& parts, const Value& value);
/// A step's or an input's.
std::optional<Located<std::string>> read_source_name(Parts& parts, const Value& value);

// read_transition.cpp
/// None for `none`, too.
std::optional<Transition> read_transition(Parts& parts, const Value& value);

// read_effects.cpp
std::vector<Effect> read_effects(Parts& parts, const Value& value);
std::optional<std::string> read_color(Reading& reading, const Value& value);

// read_format.cpp
Format read_format(Reading& reading, const Value& value);
std::vector<OutputSpec> read_outputs(Parts& parts, const Value& value);
/// A whole number between two bounds.
std::optional<Located<int>> whole_between(Reading& reading, const Fields& fields, std::string_view key,
                                          int least, int most, std::string_view hint = {});

// read_policy.cpp
Policy read_policy(Parts& parts, const Value& value);

// order.cpp
/// Steps after what they need; faults for circles, warnings for what nobody uses.
std::vector<Step> in_order(Reading& reading, std::vector<Step> steps, const std::vector<OutputSpec>& outputs);

}  // namespace spool::pipelines
