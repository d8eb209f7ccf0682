#include "core/error_order.h"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

namespace spool::core {

Errors in_order_of_place(Errors errors, const std::string& document) {
  constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();
  std::map<std::string, std::size_t> files{{document, 0}};
  for (const Error& error : errors) files.try_emplace(error.place.file, files.size());
  files[""] = nowhere;
  const auto place = [&](const Error& error) {
    constexpr int last = std::numeric_limits<int>::max();
    return std::tuple(files[error.place.file], error.place.line > 0 ? error.place.line : last, error.place.column);
  };
  std::ranges::stable_sort(errors, {}, place);
  Errors told;
  for (Error& error : errors) {
    // Equal ones have no others between them but those of their place.
    const auto other_place = [&](const Error& before) { return before.place != error.place; };
    const auto first = std::find_if(told.rbegin(), told.rend(), other_place);
    if (std::find(told.rbegin(), first, error) == first) told.push_back(std::move(error));
  }
  return told;
}

}  // namespace spool::core
