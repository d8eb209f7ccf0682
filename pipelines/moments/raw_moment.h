// A moment as texts, however it was written, and what the texts mean: shared by all importers.
#pragma once

#include "pipelines/document/document.h"
#include "pipelines/moments/delimited.h"
#include "pipelines/moments/limited_errors.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spool::pipelines {

/// What a column holds.
enum class Role { start, end, duration, label, tag, rating, other };

/// The roles of a file's columns by their names (`start`, else `from`, else `in`, …): each role is given
/// once, to the name that says it best; every other column is `other`.
std::vector<Role> roles_of(const std::vector<std::string>& names);

/// "goal; late winner|save" -> its parts, each once.
std::vector<std::string> split_tags(std::string_view text);

struct RawMoment {
  Cell start, end, duration, rating;  ///< an empty text: not given
  std::string label;
  std::vector<std::string> tags;
  std::vector<std::pair<std::string, std::string>> columns;
  int line = 0, column = 0;            ///< of the row
  bool start_may_be_left_out = false;  ///< LosslessCut: from the beginning
};

/// Its meaning; what it has none of goes to `errors`, and nothing is returned.
std::optional<TaggedMoment> interpret(RawMoment&& raw, LimitedErrors& errors);

/// Whether a text can be a time at all.
bool is_time(std::string_view text);

}  // namespace spool::pipelines
