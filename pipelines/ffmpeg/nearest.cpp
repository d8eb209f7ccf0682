#include "pipelines/ffmpeg/nearest.h"

#include "core/ascii.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace spool::pipelines {
namespace {

/// Letters to change, drop or add to make one of the other.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (core::lower(a[i - 1]) == core::lower(b[j - 1]) ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, changed}));
    }
  }
  return row[b.size()];
}

}  // namespace

std::string nearest_name(std::string_view word, const Names& known) {
  std::string best;
  std::size_t least = word.size() / 2 + 1;
  for (const std::string& name : known) {
    const std::size_t found = distance(word, name);
    if (found < least) {
      least = found;
      best = name;
    }
  }
  return best;
}

}  // namespace spool::pipelines
