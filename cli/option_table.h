// Every command and option of the program as a table: the parser is built from it, the help is printed from
// it. Source: CONTRACT, "Commands".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace spool::cli {

struct OptionSpec {
  std::string_view names;  ///< "-i,--input"; the last is the one that messages use
  std::string_view value;  ///< what stands for its value in the help; empty: a flag
  std::string_view text;
  bool many = false;  ///< may be given several times
};

struct CommandSpec {
  std::string_view name;
  std::string_view words;  ///< its arguments in the help: "PIPELINE FILE|DIR..."
  std::string_view text;   ///< one line
  std::string_view example;
  std::vector<OptionSpec> options;
};

/// In the order in which the help lists them.
const std::vector<CommandSpec>& commands();

/// Options that every command has; they may stand before the command too.
const std::vector<OptionSpec>& common_options();

/// Commands that the contract names and a later version brings; typed now, they are refused by name.
const std::vector<std::string_view>& later_commands();

const CommandSpec* find_command(std::string_view name);

/// "--input" of "-i,--input".
std::string long_name(const OptionSpec& option);

std::string help();
std::string help(const CommandSpec& command);

}  // namespace spool::cli
