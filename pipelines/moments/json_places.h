// Where the elements of a JSON list stand: Boost.JSON's values do not know.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace spool::pipelines {

struct LinePlace {
  int line = 1;
  int column = 1;
};

/// Line and column (in bytes) of an offset.
LinePlace place_of(std::string_view text, std::size_t offset);

/// Places of the elements of the list that `text` (valid JSON) is, or, where it is an object, of its member
/// `key`.
std::vector<LinePlace> element_places(std::string_view text, std::string_view key);

}  // namespace spool::pipelines
