// The command line as values. Source: CONTRACT, "Commands". Paths are as typed; the commands make them
// absolute.
#pragma once

#include "core/error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace spool::cli {

enum class Progress { automatic, bar, plain, none };
enum class PlanFormat { text, json, shell, dot };

struct CommonOptions {
  bool json = false;
  Progress progress = Progress::automatic;
  bool quiet = false;
  bool verbose = false;
  std::optional<std::string> log_file;
  std::optional<std::string> state;
  std::optional<std::string> ffmpeg, ffprobe;
};

using Assignments = std::vector<std::pair<std::string, std::string>>;

/// What `run` and `batch` share.
struct RenderOptions {
  std::string pipeline;  ///< "-": standard input
  Assignments inputs, sets;
  std::optional<std::string> out_dir;
  std::optional<int> jobs;  ///< 1 to 1024; none: as the machine allows
  bool dry_run = false;
  PlanFormat format = PlanFormat::text;
  bool keep_going = false;
  bool overwrite = false;
  bool optimize = true;
  bool cache = true;
};
struct RunOptions : RenderOptions {
  std::optional<std::string> output;
};
struct BatchOptions : RenderOptions {
  std::vector<std::string> files;  ///< files and folders, as typed
  std::optional<std::string> match;
  bool recursive = false;
};
struct ValidateOptions {
  std::vector<std::string> pipelines;
  Assignments inputs, sets;
};
struct ProbeOptions {
  std::vector<std::string> files;
};
struct VerifyOptions {
  std::string film;
};
struct DoctorOptions {};
struct SchemaOptions {};
struct RunsOptions {};
struct StatusOptions {
  std::string run;  ///< an id, or the start of one; empty: the newest
  bool follow = false;
};
struct PauseOptions {
  std::string run;
  bool now = false;
};
struct ReleaseOptions {
  std::string run;
};
struct CancelOptions {
  std::string run;
};
struct ResumeOptions {
  std::string run;  ///< empty: the newest that can be resumed
  std::optional<int> jobs;
  bool anyway = false;
  bool due = false;
};
enum class CacheDeed { status, clear, trim };
struct CacheOptions {
  CacheDeed deed = CacheDeed::status;
  std::optional<std::uint64_t> to;  ///< bytes; none: the limit
};
/// Help or the version was asked for: to be printed on standard output.
struct Text {
  std::string text;
};

struct Request {
  CommonOptions common;
  std::variant<RunOptions, BatchOptions, ValidateOptions, ProbeOptions, VerifyOptions, DoctorOptions,
               SchemaOptions, RunsOptions, StatusOptions, PauseOptions, ReleaseOptions, CancelOptions,
               ResumeOptions, CacheOptions, Text>
      what;
};

/// Reads the words after the program's name. Errors have codes `usage.*` and a hint with the nearest known
/// word.
core::Checked<Request> parse_command_line(const std::vector<std::string>& words);

}  // namespace spool::cli
