#include "cli/face.h"

#include "cli/commands.h"
#include "cli/event_json.h"
#include "cli/message.h"
#include "cli/text.h"
#include "core/signals.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <exception>
#include <system_error>
#include <utility>

namespace spool::cli {
namespace {

/// 0, or the errno that stopped it.
int write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(fd, text.data(), text.size());
    if (count < 0 && errno != EINTR) return errno;
    if (count > 0) text.remove_prefix(static_cast<std::size_t>(count));
  }
  return 0;
}

std::string said_json(const core::Said& said, const std::string& item) {
  return event_json({std::chrono::system_clock::now(), "", item, said}) + "\n";
}

int carry_out(const Request& request, const Face& face) {
  struct Visitor {
    const Face& face;
    int operator()(const RunOptions& options) const { return run_command(options, face); }
    int operator()(const BatchOptions& options) const { return batch_command(options, face); }
    int operator()(const ValidateOptions& options) const { return validate_command(options, face); }
    int operator()(const ProbeOptions& options) const { return probe_command(options, face); }
    int operator()(const VerifyOptions& options) const { return verify_command(options, face); }
    int operator()(const DoctorOptions& /*options*/) const { return doctor_command(face); }
    int operator()(const SchemaOptions& /*options*/) const { return schema_command(); }
    int operator()(const RunsOptions& /*options*/) const { return runs_command(face); }
    int operator()(const StatusOptions& options) const { return status_command(options, face); }
    int operator()(const PauseOptions& options) const { return pause_command(options, face); }
    int operator()(const ReleaseOptions& options) const { return release_command(options, face); }
    int operator()(const CancelOptions& options) const { return cancel_command(options, face); }
    int operator()(const ResumeOptions& options) const { return resume_command(options, face); }
    int operator()(const CacheOptions& options) const { return cache_command(options, face); }
    int operator()(const Text& text) const { return print(text.text) ? 0 : 1; }
  };
  return std::visit(Visitor{face}, request.what);
}

int guarded(const Request& request, const Face& face) {
  try {
    return carry_out(request, face);
  } catch (const std::exception& error) {  // a fault of ours; the person still gets a sentence and a code
    return refuse({{"internal.fault",
                    std::string("this should not have happened: ") + error.what(),
                    "please report it with the command line and the pipeline",
                    {}}},
                  face);
  }
}

}  // namespace

ReporterOptions Face::reporter_options() const {
  ReporterOptions options;
  options.json = common.json;
  options.progress = common.progress;
  options.quiet = common.quiet;
  options.verbose = common.verbose;
  if (common.log_file) options.log_file = absolute_path(*common.log_file, around.folder);
  options.folder = around.folder;
  options.terminal = terminal;
  return options;
}

bool print(std::string_view text) {
  const int error = write_all(STDOUT_FILENO, text);
  if (error == 0) return true;
  if (error == EPIPE) core::raise_again(SIGTERM);
  write_all(STDERR_FILENO, "spool: error: standard output cannot be written: " +
                               std::generic_category().message(error) + "\n");
  return false;
}

namespace {

/// As `refuse`, before it is known what the words mean.
int refuse_words(const core::Errors& errors, bool json, const Terminal& terminal) {
  for (const core::Error& error : errors) {
    write_all(STDERR_FILENO, error_text(error, paint(terminal.colours)));
    if (json) print(said_json({core::Said::Weight::error, error}, ""));
  }
  return core::exit_code_of(errors);
}

}  // namespace

int refuse(const core::Errors& errors, const Face& face, const std::string& item) {
  for (const core::Error& error : errors) tell(core::Said::Weight::error, error, face, item);
  return core::exit_code_of(errors);
}

void tell(core::Said::Weight weight, const core::Error& what, const Face& face, const std::string& item) {
  const bool shown = weight == core::Said::Weight::error || !face.common.quiet;
  const std::string prefix = item.empty() ? "" : printable(item) + ": ";
  if (shown) write_all(STDERR_FILENO, prefix + message_text({weight, what}, paint(face.terminal.colours)));
  if (face.common.json) print(said_json({weight, with_absolute_place(what, face.around.folder)}, item));
}

int run_program(const std::vector<std::string>& words) {
  keep_standard_descriptors();
  std::signal(SIGPIPE, SIG_IGN);
  const Terminal terminal = look_at_terminal(process_variables());
  const bool json = std::ranges::find(words, "--json") != words.end();
  auto request = parse_command_line(words);
  if (!request) return refuse_words(request.error(), json, terminal);
  auto around = look_around();
  if (!around) return refuse_words({around.error()}, json, terminal);
  return guarded(*request, {request->common, terminal, std::move(*around)});
}

}  // namespace spool::cli
