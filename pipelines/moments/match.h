// `keep`, `only` and `when` ask alike. Source: LANGUAGE, "Moments": a value or list (is one of), `{min,
// max}`,
// `{not: ...}`; all given must hold.
#pragma once

#include "pipelines/document/document.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spool::pipelines {

/// What a moment (or the clip made of it) answers when asked for a field. Borrows; times in seconds of the
/// source.
struct MomentFields {
  std::string_view label;
  const std::vector<std::string>* tags = nullptr;
  std::optional<Rational> rating, index, start, end;
  const std::vector<std::pair<std::string, std::string>>* columns = nullptr;
};

/// Texts are compared as written; `rating index start end` as exact numbers, and so is a column where both
/// sides are plain numbers (`7` is `7.0`, but not the `07` on a shirt). Of several tags one that fits is
/// enough. What is not there fits nothing, so
/// `{not: ...}` holds for it.
bool matches(const Match& match, const MomentFields& fields);

/// The first condition that does not hold; null where all do.
const Condition* first_failing(const Match& match, const MomentFields& fields);

/// The texts that a field has, for a person.
std::vector<std::string> values_of(std::string_view field, const MomentFields& fields);

}  // namespace spool::pipelines
