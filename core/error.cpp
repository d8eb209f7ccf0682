#include "core/error.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>

namespace spool::core {

std::string to_line(const Error& error) {
  std::string line;
  if (!error.place.file.empty()) {
    line += error.place.file + ":";
    if (error.place.line > 0) line += std::to_string(error.place.line) + ":";
    if (error.place.column > 0) line += std::to_string(error.place.column) + ":";
    line += " ";
  }
  return line + error.message;
}

int exit_code_of(const Error& error) {
  const std::string_view kind = std::string_view(error.code).substr(0, error.code.find('.'));
  constexpr std::array<std::string_view, 4> asked = {"usage", "document", "moments", "output"};
  if (std::ranges::find(asked, kind) != asked.end()) return 2;
  // Of what is said about a run, these mean that another run, or something else, should have been asked for.
  constexpr std::array<std::string_view, 5> wrong_run = {"run.unknown", "run.ambiguous", "run.ended",
                                                         "run.cancelled", "run.changed"};
  if (std::ranges::find(wrong_run, error.code) != wrong_run.end()) return 2;
  return kind == "input" ? 3 : 1;
}

int exit_code_of(const Errors& errors) {
  const auto any = [&](int code) {
    return std::ranges::any_of(errors, [&](const Error& error) { return exit_code_of(error) == code; });
  };
  if (any(2)) return 2;
  return any(3) ? 3 : 1;
}

void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw std::logic_error("unchecked error: " + to_line(error));
}

void throw_exception_from_error(const Errors& errors, const boost::source_location&) {
  throw std::logic_error("unchecked errors: " + (errors.empty() ? "none" : to_line(errors.front())));
}

}  // namespace spool::core
