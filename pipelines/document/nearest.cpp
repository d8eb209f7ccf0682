#include "pipelines/document/nearest.h"

#include "core/ascii.h"

#include <algorithm>
#include <cstddef>

namespace spool::pipelines {
namespace {

constexpr std::size_t longest = 64;  // nothing that is known is longer

std::string folded(std::string_view word) {
  std::string text;
  for (const char c : word) text += c == '-' || c == ' ' ? '_' : core::lower(c);
  return text;
}

/// Damerau-Levenshtein distance, neighbours swapped at most once.
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> above(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(above);
    above.swap(row);
  }
  return above[b.size()];
}

}  // namespace

std::string nearest(std::string_view written, const std::vector<std::string>& known) {
  if (written.empty() || written.size() > longest) return {};
  const std::string asked = folded(written);
  std::string best;
  std::size_t least = longest;
  for (const std::string& word : known) {
    if (word.size() > longest || word == written) continue;  // what was written is known not to do
    const std::size_t distance = edits(asked, folded(word));
    const std::size_t allowed = std::max(asked.size(), word.size()) / 3;
    if (distance <= allowed && distance < least) {
      least = distance;
      best = word;
    }
  }
  return best;
}

std::string suggestion(std::string_view written, const std::vector<std::string>& known) {
  if (const std::string word = nearest(written, known); !word.empty()) return "did you mean `" + word + "`?";
  constexpr std::size_t most = 12;
  std::vector<std::string> told;
  for (const std::string& word : known) {
    if (told.size() <= most && std::ranges::find(told, word) == told.end()) told.push_back(word);
  }
  if (told.empty()) return {};
  std::string list = "known here: ";
  for (std::size_t i = 0; i < std::min(most, told.size()); ++i) list += (i == 0 ? "`" : ", `") + told[i] + "`";
  return told.size() > most ? list + ", …" : list;
}

}  // namespace spool::pipelines
