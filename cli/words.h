// The words of a command line sorted into options and the rest: what CLI11 is for. No meaning is given to
// them here.
#pragma once

#include "cli/option_table.h"
#include "core/error.h"

#include <map>
#include <string>
#include <vector>

namespace spool::cli {

struct Words {
  /// By long name ("--input"), every value in order; a flag has one empty value for each time it was given.
  std::map<std::string, std::vector<std::string>> options;
  /// What is no option, in order; behind a `--` everything.
  std::vector<std::string> rest;

  [[nodiscard]] bool has(const std::string& option) const { return options.count(option) > 0; }
  /// Of an option given several times the last counts; empty: not given.
  [[nodiscard]] const std::string* last(const std::string& option) const;
  [[nodiscard]] std::vector<std::string> all(const std::string& option) const;
};

enum class Reading {
  whole,           ///< options anywhere among the rest
  up_to_a_command  ///< everything from the first word that is no option is `rest`, options too
};

/// Errors: `usage.unknown_option` for each unknown one, `usage.missing_value`, `usage.needless_value`.
core::Checked<Words> sort_words(const std::vector<OptionSpec>& known, const std::vector<std::string>& words,
                                Reading reading);

}  // namespace spool::cli
