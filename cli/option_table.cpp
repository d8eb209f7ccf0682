#include "cli/option_table.h"

#include <algorithm>
#include <initializer_list>

namespace spool::cli {
namespace {

constexpr OptionSpec input = {"-i,--input", "NAME=PATH", "bind a declared input to a file", true};
constexpr OptionSpec set = {"--set", "NAME=VALUE", "override a variable", true};
constexpr OptionSpec output = {"-o,--output", "PATH", "the film's path, of a pipeline with one output"};
constexpr OptionSpec out_dir = {"--out-dir", "DIR",
                                "where relative outputs go (default: the working directory)"};
constexpr OptionSpec jobs = {"-j,--jobs", "N",
                             "ffmpeg processes at a time (default: what CPUs and memory allow)"};
constexpr OptionSpec dry_run = {"-n,--dry-run", "", "say what would happen; render and write nothing"};
constexpr OptionSpec format = {"--format", "FORMAT",
                               "of a dry run: text, json, shell (a script for bash), dot (Graphviz)"};
constexpr OptionSpec keep_going = {"-k,--keep-going", "",
                                   "after a failure go on with what does not depend on it"};
constexpr OptionSpec fail_fast = {"--fail-fast", "", "start no further item after one has failed"};
constexpr OptionSpec overwrite = {"-y,--overwrite", "", "replace outputs that exist"};
constexpr OptionSpec match = {"--match", "GLOB", "which files of a folder (default: video by extension)"};
constexpr OptionSpec recursive = {"-r,--recursive", "", "subfolders too, mirrored under --out-dir"};
constexpr OptionSpec no_cache = {"--no-cache", "", "render everything anew"};
constexpr OptionSpec no_optimize = {"--no-optimize", "", "render every step literally, each an encode"};
constexpr OptionSpec follow = {"--follow", "", "go on showing what happens, until the run ends"};
constexpr OptionSpec now = {"--now", "", "stop what runs where it is, too; release lets it go on"};
constexpr OptionSpec jobs_anew = {"-j,--jobs", "N", "ffmpeg processes at a time (default: as when it began)"};
constexpr OptionSpec anyway = {"--anyway", "", "go on although inputs, document or ffmpeg have changed"};
constexpr OptionSpec due = {"--due", "", "every run whose time has come (for cron or a systemd timer)"};
constexpr OptionSpec to = {"--to", "SIZE",
                           "what may be left: 20G, 500M (default: $SPOOL_CACHE_LIMIT, else 20G)"};

constexpr std::size_t help_column = 28;

std::string padded(std::string text, std::size_t width) {
  text += text.size() < width ? std::string(width - text.size(), ' ') : "  ";
  return text;
}

std::string line_of(const OptionSpec& option) {
  const std::size_t comma = option.names.find(',');
  std::string left = comma == std::string_view::npos ? "      " + std::string(option.names)
                                                     : "  " + std::string(option.names.substr(0, comma)) +
                                                           ", " + std::string(option.names.substr(comma + 1));
  if (!option.value.empty()) left += " " + std::string(option.value);
  return padded(left, help_column) + std::string(option.text) + "\n";
}

std::string common_part() {
  std::string text = "\nOptions of every command:\n";
  for (const OptionSpec& option : common_options()) text += line_of(option);
  return text;
}

}  // namespace

const std::vector<CommandSpec>& commands() {
  static const std::vector<CommandSpec> table = {
      {"run",
       "PIPELINE",
       "render a pipeline's films (PIPELINE may be -: standard input)",
       "spool run highlights.yaml -i game=match.mp4 --out-dir films",
       {input, set, output, out_dir, jobs, dry_run, format, keep_going, overwrite, no_cache, no_optimize}},
      {"batch",
       "PIPELINE FILE|DIR...",
       "render a pipeline once for each file, bound to its first input",
       "spool batch preview.yaml matches/ -r --out-dir previews",
       {input, set, out_dir, jobs, dry_run, format, keep_going, fail_fast, overwrite, match, recursive,
        no_cache, no_optimize}},
      {"validate",
       "PIPELINE...",
       "check documents and their tag files; no media is opened",
       "spool validate highlights.yaml season.yaml",
       {input, set}},
      {"probe",
       "FILE...",
       "what a file holds, and whether Spool can use it",
       "spool probe match.mp4 --json",
       {}},
      {"runs", "", "list the runs, the newest first", "spool runs", {}},
      {"status",
       "[RUN]",
       "how a run stands (RUN: its id, or the start of it; default: the newest)",
       "spool status 20261121-1015 --follow",
       {follow}},
      {"pause",
       "RUN",
       "start nothing new in a run; what runs finishes",
       "spool pause 20261121-1015 --now",
       {now}},
      {"release", "RUN", "let a paused run go on", "spool release 20261121-1015", {}},
      {"cancel",
       "RUN",
       "end a run for good; what it has finished stays in the cache",
       "spool cancel 20261121-1015",
       {}},
      {"resume",
       "[RUN]",
       "take up a run where it was left (default: the newest that can be)",
       "spool resume 20261121-1015 -j 2",
       {jobs_anew, anyway, due}},
      {"cache",
       "[status|clear|trim]",
       "what is kept of earlier runs (at most 20 GB, or what $SPOOL_CACHE_LIMIT says)",
       "spool cache trim --to 20G",
       {to}},
      {"verify",
       "FILM",
       "decode a finished film whole: all there, evenly spaced, in sync (exit 1 where not)",
       "spool verify films/highlights.mp4",
       {}},
      {"doctor", "", "check that this machine has what rendering needs", "spool doctor", {}},
      {"schema",
       "",
       "print the document's JSON Schema, for editors to complete from",
       "spool schema > spool.schema.json",
       {}},
  };
  return table;
}

const std::vector<OptionSpec>& common_options() {
  static const std::vector<OptionSpec> table = {
      {"--json", "", "one JSON object a line on standard output, nothing else there"},
      {"--progress", "HOW", "auto, bar, plain, none (auto: bars on a terminal, lines elsewhere)"},
      {"-q,--quiet", "", "show errors only"},
      {"-v,--verbose", "", "show every job's command and what was decided"},
      {"--log-file", "FILE", "write everything that happens to FILE too"},
      {"--state", "DIR", "journal, cache, work files (default: $SPOOL_STATE, else in your home)"},
      {"--ffmpeg", "PATH", "default: $SPOOL_FFMPEG, else by $PATH"},
      {"--ffprobe", "PATH", "default: $SPOOL_FFPROBE, else by $PATH"},
      {"-h,--help", "", "this text"},
      {"--version", "", "the program's version"},
  };
  return table;
}

const std::vector<std::string_view>& later_commands() {
  static const std::vector<std::string_view> names = {"submit", "wait", "result",  "worker",
                                                      "serve",  "farm", "moments", "report"};
  return names;
}

const CommandSpec* find_command(std::string_view name) {
  const auto& table = commands();
  const auto found = std::ranges::find(table, name, &CommandSpec::name);
  return found == table.end() ? nullptr : &*found;
}

std::string long_name(const OptionSpec& option) {
  return std::string(option.names.substr(option.names.find(',') + 1));
}

std::string help() {
  std::string text =
      "Spool turns tagged video into finished films.\n\nUsage: spool COMMAND [OPTION...]\n\nCommands:\n";
  for (const CommandSpec& command : commands()) {
    text += padded("  " + std::string(command.name), 12) + std::string(command.text) + "\n";
  }
  text += common_part();
  text += "\nExamples:\n";
  for (const CommandSpec& command : commands()) text += "  " + std::string(command.example) + "\n";
  return text + "\nspool COMMAND --help says more.\n";
}

std::string help(const CommandSpec& command) {
  std::string text = "Usage: spool " + std::string(command.name) + " [OPTION...]";
  if (!command.words.empty()) text += " " + std::string(command.words);
  text += "\n\n  " + std::string(command.text) + "\n";
  if (!command.options.empty()) text += "\nOptions:\n";
  for (const OptionSpec& option : command.options) text += line_of(option);
  return text + common_part() + "\nExample:\n  " + std::string(command.example) + "\n";
}

}  // namespace spool::cli
