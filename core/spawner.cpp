#include "core/spawner.h"

#include "core/launcher.h"

#include <boost/asio/async_result.hpp>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/process/v2/start_dir.hpp>
#include <boost/process/v2/stdio.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <span>

namespace spool::core {
namespace {

bool is_left_out(std::string_view entry) {
  constexpr std::array<std::string_view, 4> left_out = {"LC_ALL=", "FFREPORT=", "AV_LOG_", "LANGUAGE="};
  return std::ranges::any_of(left_out, [&](std::string_view start) { return entry.starts_with(start); });
}

bool can_run(const std::string& file) {
  struct stat found = {};
  return ::stat(file.c_str(), &found) == 0 && S_ISREG(found.st_mode) && ::access(file.c_str(), X_OK) == 0;
}

std::string our_path() {
  const char* path = std::getenv("PATH");
  return path == nullptr ? "/usr/local/bin:/usr/bin:/bin" : path;
}

/// An initializer that changes the folder only where there is one to change to.
struct StartFolder {
  const std::string& folder;
  boost::system::error_code on_exec_setup(boost::process::v2::posix::default_launcher&,
                                          const boost::process::v2::filesystem::path&,
                                          const char* const*) const {
    if (folder.empty() || ::chdir(folder.c_str()) == 0) return {};
    return {errno, boost::system::system_category()};
  }
};

std::vector<const char*> pointers_to(const std::vector<std::string>& environment) {
  std::vector<const char*> pointers;
  pointers.reserve(environment.size() + 1);
  for (const std::string& entry : environment) pointers.push_back(entry.c_str());
  pointers.push_back(nullptr);
  return pointers;
}

/// Above the places of 0, 1 and 2. Empty: errno says why. Never a fifo or a device, which could keep us here.
UniqueFd open_input(const std::string& path) {
  UniqueFd file = above_stdio(UniqueFd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)));
  struct stat found = {};
  if (!file || ::fstat(file.get(), &found) != 0) return {};
  if (S_ISREG(found.st_mode)) return file;
  errno = EINVAL;
  return {};
}

boost::asio::io_context& loop_of(const boost::asio::any_io_executor& executor) {
  return static_cast<boost::asio::io_context&>(boost::asio::query(executor, boost::asio::execution::context));
}

}  // namespace

std::vector<std::string> child_environment(const char* const* ours) {
  std::vector<std::string> environment = {"LC_ALL=C"};
  for (; *ours != nullptr; ++ours) {
    if (!is_left_out(*ours)) environment.emplace_back(*ours);
  }
  return environment;
}

std::vector<std::string> with_variables(std::vector<std::string> base,
                                        const std::vector<std::pair<std::string, std::string>>& variables) {
  for (const auto& [name, value] : variables) {
    const std::string start = name + "=";
    std::erase_if(base, [&](const std::string& entry) { return entry.starts_with(start); });
    base.push_back(start + value);
  }
  return base;
}

std::string find_program(const std::string& name, std::string_view path) {
  if (name.find('/') != std::string::npos) return name;
  while (!name.empty()) {
    const std::size_t colon = path.find(':');
    const std::string_view folder = path.substr(0, colon);
    if (!folder.empty()) {
      const std::string candidate = std::string(folder) + "/" + name;
      if (can_run(candidate)) return candidate;
    }
    if (colon == std::string_view::npos) break;
    path.remove_prefix(colon + 1);
  }
  return {};
}

Spawner::Spawner(boost::asio::any_io_executor executor)
    : path_(our_path()),
      environment_(child_environment(environ)),
      environment_pointers_(pointers_to(environment_)),
      signals_(signals_to_restore()),
      nothing_(above_stdio(UniqueFd(::open("/dev/null", O_RDONLY | O_CLOEXEC)))),
      executor_(std::move(executor)),
      stand_in_(loop_of(executor_)) {}

void Spawner::spawn(const Command& command, int out, int err, Started started) {
  in_turn([this, &command, out, err, told = std::move(started)] {
    told(stand_in_.cover([&] { return spawn_here(command, out, err); }));
  });
}

boost::asio::awaitable<void> Spawner::starts_told() {
  const auto told = [this](auto handler) {
    in_turn([held = std::make_shared<decltype(handler)>(std::move(handler))] { std::move (*held)(); });
  };
  co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void()>(
      told, boost::asio::use_awaitable);
}

/// While a stand-in turns the loop, `busy_` keeps the next one from its thread.
void Spawner::in_turn(std::function<void()> function) {
  waiting_.push_back(std::move(function));
  if (!std::exchange(busy_, true)) boost::asio::post(executor_, [this] { next(); });
}

void Spawner::next() {
  const std::function<void()> function = std::move(waiting_.front());
  waiting_.pop_front();
  function();
  busy_ = !waiting_.empty();
  if (busy_) boost::asio::post(executor_, [this] { next(); });
}

Spawned Spawner::spawn_here(const Command& command, int out, int err) const {
  namespace process = boost::process::v2;
  Spawned spawned;
  const std::string program =
      command.argv.empty() ? std::string() : find_program(command.argv.front(), path_);
  if (program.empty() || !nothing_) {
    spawned.error = program.empty() ? ENOENT : EMFILE;
    return spawned;
  }
  UniqueFd input;
  if (command.input_file && !(input = open_input(*command.input_file))) {
    spawned.error = errno;
    return spawned;
  }
  const std::vector<std::string> environment = command.environment.empty()
                                                   ? std::vector<std::string>()
                                                   : with_variables(environment_, command.environment);
  const std::vector<const char*> pointers = pointers_to(environment);
  const OomScore::Raised raised(oom_score_);
  Launcher launcher;
  launcher.signals = signals_;
  launcher.env = command.environment.empty() ? environment_pointers_.data() : pointers.data();
  const std::span<const std::string> arguments = std::span<const std::string>(command.argv).subspan(1);
  ProcessLimits limits{command.memory_limit, command.file_limit, command.processor_limit};
  StartFolder folder{command.folder};
  process::process_stdio stdio{input ? input.get() : nothing_.get(), out, err};
  spawned.error = launcher.spawn(program, arguments, limits, folder, stdio).value();
  if (spawned.error == 0) {
    spawned.pid = launcher.pid;
    spawned.pidfd = std::move(launcher.pidfd);
  }
  return spawned;
}

}  // namespace spool::core
