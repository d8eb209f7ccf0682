#include "pipelines/running/hooks.h"

#include "pipelines/running/hook_facts.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <optional>
#include <utility>
#include <variant>

namespace spool::pipelines {
namespace {

namespace asio = boost::asio;

using core::Error;
using core::Errors;
using core::Result;

/// The end of what a hook says, for the reason why it failed.
class LastWords final : public core::Output {
 public:
  bool on_stdout(std::string_view chunk) override {
    keep(chunk);
    return true;
  }
  void on_stderr(std::string_view chunk) override { keep(chunk); }

  /// The last line that is not empty.
  [[nodiscard]] std::string line() const {
    const std::size_t end = text_.find_last_not_of("\r\n \t");
    if (end == std::string::npos) return {};
    const std::size_t before = text_.find_last_of('\n', end);
    const std::size_t begin = before == std::string::npos ? 0 : before + 1;
    return text_.substr(begin, end + 1 - begin);
  }

 private:
  void keep(std::string_view chunk) {
    constexpr std::size_t most = 4096;
    text_ += chunk.substr(chunk.size() - std::min(chunk.size(), most));
    if (text_.size() > most) text_.erase(0, text_.size() - most);
  }

  std::string text_;
};

struct InWords {
  std::string operator()(const core::Exited& exited) const {
    return "it ended with " + std::to_string(exited.code);
  }
  std::string operator()(const core::Signalled& ended) const {
    return "it was ended by signal " + std::to_string(ended.signal);
  }
  std::string operator()(const core::NotStarted& failed) const {
    return std::string("it could not be started: ") + std::strerror(failed.error);
  }
  std::string operator()(const core::TimedOut&) const { return "it took longer than 10 minutes"; }
  std::string operator()(const core::Stalled&) const { return "it stood still"; }
  std::string operator()(const core::Cancelled&) const { return "it was ended"; }
};

std::string why_not_ok(const core::Ending& ending, const LastWords& said) {
  if (core::succeeded(ending)) return {};
  const std::string line = said.line();
  return std::visit(InWords(), ending) + (line.empty() ? "" : ": " + line);
}

/// Given to every hook as standard input; none where it could not be written.
std::optional<std::string> write_facts(const HookFacts& facts, Errors& warnings) {
  const std::string path = facts.folder + "/" + facts.id + "-facts.json";
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << to_json(facts) << '\n';
  file.close();
  if (file) return path;
  warnings.push_back(
      {"disk.failed", "cannot write " + path, "the commands after the run get their environment only", {}});
  return std::nullopt;
}

core::Command command_of(const Hook& hook, const HookFacts& facts, const std::string& id,
                         const std::optional<std::string>& input) {
  core::Command command;
  command.argv = hook.argv;
  command.folder = hook.folder;
  command.input_file = input;
  command.environment = hook_environment(facts, id);
  command.timeout = hook_time_limit;
  return command;
}

Error warning_of(const Hook& hook, std::string_view which, const std::string& reason) {
  return {"hook.failed", std::string(which) + ": " + hook.argv.front() + ": " + reason,
          "the run's outcome stays what it is", hook.place};
}

}  // namespace

std::string_view which_hooks(core::RunOutcome outcome) {
  return outcome == core::RunOutcome::succeeded ? "on_success" : "on_failure";
}

const std::vector<Hook>& hooks_for(const Policy& policy, core::RunOutcome outcome) {
  static const std::vector<Hook> none;
  if (outcome == core::RunOutcome::interrupted) return none;
  return outcome == core::RunOutcome::succeeded ? policy.on_success : policy.on_failure;
}

asio::awaitable<Result<Errors>> run_hooks(core::Runner& runner, const std::vector<Hook>& hooks,
                                          const HookFacts& facts, HookLog& log) {
  const std::string which(which_hooks(facts.outcome));
  Errors warnings;
  std::optional<std::string> input;
  for (std::size_t i = 0; i < hooks.size(); ++i) {
    const std::string id = hook_id(facts, i);
    if (log.already_ended(id)) continue;
    if (!input) input = write_facts(facts, warnings);
    const auto began = co_await log.began(id, which);
    if (!began) co_return began.error();
    LastWords said;
    core::Command command = command_of(hooks[i], facts, id, input);
    const core::Ending ending = co_await runner.run(std::move(command), said);
    if (std::holds_alternative<core::Cancelled>(ending)) co_return warnings;
    const std::string reason = why_not_ok(ending, said);
    const auto ended = co_await log.ended(id, reason.empty(), reason);
    if (!ended) co_return ended.error();
    if (!reason.empty()) warnings.push_back(warning_of(hooks[i], which, reason));
  }
  co_return warnings;
}

}  // namespace spool::pipelines
