#include "cli/options.h"

#include "cli/option_table.h"
#include "cli/words.h"
#include "core/cache/size_text.h"
#include "pipelines/document/nearest.h"
#include "pipelines/document/values.h"

#include <algorithm>
#include <charconv>

namespace spool::cli {
namespace {

constexpr int most_jobs = 1024;

/// Reads the values of sorted words; what is wrong is kept, so that all of it is told at once.
class Reader {
 public:
  explicit Reader(const Words& words) : words_(words) {}

  bool flag(const std::string& name) const { return words_.has(name); }

  std::optional<std::string> text(const std::string& name) {
    const std::string* value = words_.last(name);
    if (value == nullptr) return std::nullopt;
    if (value->empty()) fail("usage.bad_value", "'" + name + "' is empty", "");
    return *value;
  }

  std::optional<int> jobs() {
    const std::string* value = words_.last("--jobs");
    if (value == nullptr) return std::nullopt;
    int number = 0;
    const auto [end, wrong] = std::from_chars(value->data(), value->data() + value->size(), number);
    if (wrong != std::errc() || end != value->data() + value->size() || number < 1 || number > most_jobs) {
      fail("usage.bad_value", "'--jobs' is a whole number from 1 to 1024, not '" + *value + "'", "");
    }
    return number;
  }

  std::optional<std::uint64_t> bytes(const std::string& name) {
    const std::string* value = words_.last(name);
    if (value == nullptr) return std::nullopt;
    const auto number = core::parse_bytes(*value);
    if (!number)
      fail("usage.bad_value", "'" + name + "' is a size such as 20G or 500M, not '" + *value + "'", "");
    return number;
  }

  template <class Choice>
  Choice choice(const std::string& name, const std::vector<std::pair<std::string, Choice>>& known,
                Choice otherwise) {
    const std::string* value = words_.last(name);
    return value == nullptr ? otherwise : meaning_of(*value, "'" + name + "'", known, otherwise);
  }

  /// `what`: how a message names it.
  template <class Choice>
  Choice meaning_of(const std::string& value, const std::string& what,
                    const std::vector<std::pair<std::string, Choice>>& known, Choice otherwise) {
    std::vector<std::string> names;
    for (const auto& [word, meaning] : known) {
      if (word == value) return meaning;
      names.push_back(word);
    }
    const std::string near = pipelines::nearest(value, names);
    fail("usage.bad_value", what + " cannot be '" + value + "'",
         near.empty() ? "it is one of: " + joined(names) : "did you mean '" + near + "'?");
    return otherwise;
  }

  Assignments assignments(const std::string& name, bool empty_value_allowed) {
    Assignments pairs;
    for (const std::string& word : words_.all(name)) {
      const std::size_t equals = word.find('=');
      const bool complete = equals != std::string::npos && (empty_value_allowed || equals + 1 < word.size());
      if (equals == 0 || !complete) {
        fail("usage.bad_value", "'" + name + " " + word + "' is not of the form " + name_of_form(name), "");
        continue;
      }
      std::string key = word.substr(0, equals);
      if (std::ranges::find(pairs, key, &Assignments::value_type::first) != pairs.end()) {
        fail("usage.bad_value", "'" + name + " " + key + "' is given twice", "");
      }
      pairs.emplace_back(std::move(key), word.substr(equals + 1));
    }
    return pairs;
  }

  /// The words that are no options: at least one; at most one where `single`.
  std::vector<std::string> arguments(const std::string& what, bool single) {
    if (words_.rest.empty()) fail("usage.missing_argument", what + " is missing", "--help shows an example");
    if (single && words_.rest.size() > 1) refuse_extra(1);
    if (std::ranges::find(words_.rest, std::string()) != words_.rest.end()) {
      fail("usage.bad_value", "an argument is empty", "");
    }
    return words_.rest;
  }
  /// The one word that may be there.
  std::string argument_if_any() {
    if (words_.rest.size() > 1) refuse_extra(1);
    if (words_.rest.empty()) return {};
    if (words_.rest.front().empty()) fail("usage.bad_value", "an argument is empty", "");
    return words_.rest.front();
  }
  void no_arguments() {
    if (!words_.rest.empty()) refuse_extra(0);
  }

  void fail(std::string code, std::string message, std::string hint) {
    errors_.push_back({std::move(code), std::move(message), std::move(hint), {}});
  }
  const core::Errors& errors() const { return errors_; }

 private:
  static std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
  }
  static std::string name_of_form(const std::string& name) {
    return name == "--set" ? "NAME=VALUE" : "NAME=PATH";
  }
  void refuse_extra(std::size_t allowed) {
    fail("usage.extra_argument", "'" + words_.rest[allowed] + "' is one argument too many",
         "--help shows an example");
  }

  const Words& words_;
  core::Errors errors_;
};

CommonOptions common_of(Reader& reader) {
  CommonOptions common;
  common.json = reader.flag("--json");
  common.progress = reader.choice<Progress>("--progress",
                                            {{"auto", Progress::automatic},
                                             {"bar", Progress::bar},
                                             {"plain", Progress::plain},
                                             {"none", Progress::none}},
                                            Progress::automatic);
  common.quiet = reader.flag("--quiet");
  common.verbose = reader.flag("--verbose");
  if (common.quiet && common.verbose)
    reader.fail("usage.contradiction", "'--quiet' and '--verbose' exclude each other", "");
  common.log_file = reader.text("--log-file");
  common.state = reader.text("--state");
  common.ffmpeg = reader.text("--ffmpeg");
  common.ffprobe = reader.text("--ffprobe");
  return common;
}

void read_render(Reader& reader, RenderOptions& options) {
  options.inputs = reader.assignments("--input", false);
  options.sets = reader.assignments("--set", true);
  options.out_dir = reader.text("--out-dir");
  options.jobs = reader.jobs();
  options.dry_run = reader.flag("--dry-run");
  const bool json = reader.flag("--json");
  options.format = reader.choice<PlanFormat>("--format",
                                             {{"text", PlanFormat::text},
                                              {"json", PlanFormat::json},
                                              {"shell", PlanFormat::shell},
                                              {"dot", PlanFormat::dot}},
                                             json ? PlanFormat::json : PlanFormat::text);
  if (reader.flag("--format") && !options.dry_run) {
    reader.fail("usage.contradiction", "'--format' says how a plan is printed", "add --dry-run");
  }
  if (json && options.format != PlanFormat::json) {
    reader.fail("usage.contradiction", "'--json' means '--format json'", "leave one of them out");
  }
  options.overwrite = reader.flag("--overwrite");
  options.optimize = !reader.flag("--no-optimize");
  options.cache = !reader.flag("--no-cache");
}

/// As in a document: a shell that was kept from replacing `~` would have a folder of that name made.
void check_film_path(Reader& reader, const std::string& path) {
  if (pipelines::begins_at_home(path)) {
    reader.fail("usage.bad_value", "-o: `~` is not replaced by your home folder inside quotes", "write the whole path, or leave the quotes out");
  }
  if (pipelines::is_address(path)) {
    reader.fail("usage.bad_value", "-o: '" + path + "' is an address, not a file", "write a file, then send it there");
  }
}

RunOptions run_of(Reader& reader) {
  RunOptions options;
  read_render(reader, options);
  options.keep_going = reader.flag("--keep-going");
  options.output = reader.text("--output");
  if (options.output) check_film_path(reader, *options.output);
  const auto words = reader.arguments("the pipeline (a file, or - for standard input)", true);
  if (!words.empty()) options.pipeline = words.front();
  return options;
}

BatchOptions batch_of(Reader& reader) {
  BatchOptions options;
  read_render(reader, options);
  options.keep_going = !reader.flag("--fail-fast");
  if (reader.flag("--fail-fast") && reader.flag("--keep-going")) {
    reader.fail("usage.contradiction", "'--fail-fast' and '--keep-going' exclude each other", "");
  }
  options.match = reader.text("--match");
  options.recursive = reader.flag("--recursive");
  auto words = reader.arguments("the pipeline (a file, or - for standard input)", false);
  if (words.empty()) return options;
  options.pipeline = words.front();
  options.files.assign(words.begin() + 1, words.end());
  if (options.files.empty())
    reader.fail("usage.missing_argument", "no file or folder is given", "--help shows an example");
  return options;
}

ValidateOptions validate_of(Reader& reader) {
  ValidateOptions options;
  options.inputs = reader.assignments("--input", false);
  options.sets = reader.assignments("--set", true);
  options.pipelines = reader.arguments("the pipeline (a file, or - for standard input)", false);
  return options;
}

ProbeOptions probe_of(Reader& reader) { return {reader.arguments("the file", false)}; }

VerifyOptions verify_of(Reader& reader) {
  const auto words = reader.arguments("the film", true);
  return {words.empty() ? "" : words.front()};
}

std::string run_of_words(Reader& reader) {
  const auto words = reader.arguments("the run (its id, or the start of it)", true);
  return words.empty() ? "" : words.front();
}

StatusOptions status_of(Reader& reader) {
  StatusOptions options;
  options.run = reader.argument_if_any();
  options.follow = reader.flag("--follow");
  return options;
}

ResumeOptions resume_of(Reader& reader) {
  ResumeOptions options;
  options.run = reader.argument_if_any();
  options.jobs = reader.jobs();
  options.anyway = reader.flag("--anyway");
  options.due = reader.flag("--due");
  if (options.due && !options.run.empty())
    reader.fail("usage.contradiction", "'--due' takes up every run that is due", "leave the run out");
  return options;
}

CacheOptions cache_of(Reader& reader) {
  CacheOptions options;
  const std::string deed = reader.argument_if_any();
  if (!deed.empty()) {
    options.deed = reader.meaning_of<CacheDeed>(
        deed, "what is done to the cache",
        {{"status", CacheDeed::status}, {"clear", CacheDeed::clear}, {"trim", CacheDeed::trim}},
        CacheDeed::status);
  }
  options.to = reader.bytes("--to");
  if (reader.flag("--to") && options.deed != CacheDeed::trim)
    reader.fail("usage.contradiction", "'--to' says how far the cache is trimmed",
                "spool cache trim --to 20G");
  return options;
}

core::Error refused_command(const std::string& name) {
  const auto& later = later_commands();
  if (std::ranges::find(later, name) != later.end()) {
    return {"usage.later",
            "'" + name + "' comes with a later version of Spool",
            "spool --help lists what there is",
            {}};
  }
  std::vector<std::string> names;
  for (const CommandSpec& command : commands()) names.emplace_back(command.name);
  names.insert(names.end(), later.begin(), later.end());
  const std::string near = pipelines::nearest(name, names);
  return {"usage.unknown_command",
          "there is no command '" + name + "'",
          near.empty() ? "spool --help lists them" : "did you mean '" + near + "'?",
          {}};
}

Request version() { return {{}, Text{"spool " SPOOL_VERSION "\n"}}; }

core::Checked<Request> parse_command(const CommandSpec& command, const std::vector<std::string>& words) {
  std::vector<OptionSpec> known = command.options;
  known.insert(known.end(), common_options().begin(), common_options().end());
  auto sorted = sort_words(known, words, Reading::whole);
  if (!sorted) return sorted.error();
  if (sorted->has("--help")) return Request{{}, Text{help(command)}};
  if (sorted->has("--version")) return version();
  Reader reader(*sorted);
  Request request;
  request.common = common_of(reader);
  if (command.name == "run") request.what = run_of(reader);
  if (command.name == "batch") request.what = batch_of(reader);
  if (command.name == "validate") request.what = validate_of(reader);
  if (command.name == "probe") request.what = probe_of(reader);
  if (command.name == "verify") request.what = verify_of(reader);
  if (command.name == "doctor") request.what = DoctorOptions();
  if (command.name == "schema") request.what = SchemaOptions();
  if (command.name == "runs") request.what = RunsOptions();
  if (command.name == "status") request.what = status_of(reader);
  if (command.name == "pause") request.what = PauseOptions{run_of_words(reader), reader.flag("--now")};
  if (command.name == "release") request.what = ReleaseOptions{run_of_words(reader)};
  if (command.name == "cancel") request.what = CancelOptions{run_of_words(reader)};
  if (command.name == "resume") request.what = resume_of(reader);
  if (command.name == "cache") request.what = cache_of(reader);
  if (command.words.empty()) reader.no_arguments();
  if (!reader.errors().empty()) return reader.errors();
  return request;
}

}  // namespace

core::Checked<Request> parse_command_line(const std::vector<std::string>& words) {
  auto before = sort_words(common_options(), words, Reading::up_to_a_command);
  if (!before) return before.error();
  if (before->has("--version")) return version();
  if (before->rest.empty()) {
    if (before->has("--help")) return Request{{}, Text{help()}};
    return core::Errors{{"usage.missing_argument", "no command is given", "spool --help lists them", {}}};
  }
  const std::string name = before->rest.front();
  const CommandSpec* command = find_command(name);
  if (command == nullptr) return core::Errors{refused_command(name)};
  // What stood before the command is read as if it stood behind it.
  std::vector<std::string> moved(words.begin(),
                                 words.end() - static_cast<std::ptrdiff_t>(before->rest.size()));
  moved.insert(moved.end(), before->rest.begin() + 1, before->rest.end());
  return parse_command(*command, moved);
}

}  // namespace spool::cli
