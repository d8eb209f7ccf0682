#include "pipelines/document/column_name.h"

#include "core/ascii.h"

namespace spool::pipelines {

std::string column_name(std::string_view written) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = written.find_first_not_of(blanks);
  if (first == std::string_view::npos) return "";
  std::string name(written.substr(first, written.find_last_not_of(blanks) - first + 1));
  for (char& c : name) {
    c = blanks.find(c) != std::string_view::npos ? '_' : core::lower(c);
  }
  return name;
}

}  // namespace spool::pipelines
