// "Did you mean …?" for keys, names and words of a document.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace spool::pipelines {

/// The known word nearest to what was written, by edits (insert, delete, replace, swap of neighbours), if it
/// is near enough to have been meant; empty otherwise. Case and `-` for `_` do not count.
std::string nearest(std::string_view written, const std::vector<std::string>& known);

/// "did you mean `x`?", or "known are `a`, `b`, …" (at most twelve), or empty.
std::string suggestion(std::string_view written, const std::vector<std::string>& known);

}  // namespace spool::pipelines
