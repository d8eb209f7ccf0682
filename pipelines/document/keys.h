// The keys of the language, with what each means: the one table that the reader checks against and the schema
// is made from. Source: LANGUAGE.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace spool::pipelines::keys {

/// What a later version brings: refused by name, unless at its default.
enum class When { now, later };

struct Key {
  std::string_view name;
  std::string_view form;  ///< what it takes: a shape's name, or a form of schema_forms.cpp
  std::string_view help;
  bool required = false;
  When when = When::now;
  std::string_view neutral = {};  ///< of a later key: the value that is accepted, empty: none
};

/// A word that people write for another.
struct Guess {
  std::string_view word;
  std::string_view instead;  ///< as a hint goes on: "write `size`"
};

struct Shape {
  std::string_view name;  ///< in the schema's $defs
  std::string_view what;  ///< in messages: "the format"
  std::string_view help;
  std::span<const Key> keys;
  std::span<const Guess> guesses;
  std::string_view others;  ///< form of keys that are not listed; empty: there are none
};

extern const Shape document, inputs, input, vars, moments, several_blocks, block, moment, match, condition;
extern const Shape steps, cut_step, effect_step, concat_step, each, transition, dip;
extern const Shape effect, title, overlay, fade, trim, fit, filter;
extern const Shape format, metadata, policy, outputs, output;

/// All of them, the document first.
const std::vector<const Shape*>& shapes();

const Key* find(const Shape& shape, std::string_view name);
const Guess* find_guess(const Shape& shape, std::string_view word);
/// Names of its keys (of those that can be used now), for "did you mean".
std::vector<std::string> names(const Shape& shape);

}  // namespace spool::pipelines::keys
