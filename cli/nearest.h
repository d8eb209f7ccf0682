// "Did you mean …": the known word that is nearest to what was typed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spool::cli {

/// The nearest of `known` by edits (insert, delete, replace, swap of neighbours), if it is near enough to be what was
/// meant: at most a third of the longer word's letters differ. Ties go to the earlier.
std::optional<std::string> nearest(std::string_view typed, const std::vector<std::string>& known);

}  // namespace spool::cli
