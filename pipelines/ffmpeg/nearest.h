// The known word that somebody may have meant.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace spool::pipelines {

using Names = std::set<std::string, std::less<>>;

/// The one that differs by the fewest letters, upper and lower case alike; empty where none comes near.
std::string nearest_name(std::string_view word, const Names& known);

}  // namespace spool::pipelines
