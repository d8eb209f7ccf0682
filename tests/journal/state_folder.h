// What the tests of the journal share: a state folder of their own, entries, and a store that is used for a
// moment.
#pragma once

#include "core/journal/run_event.h"
#include "core/journal/sqlite_store.h"
#include "tests/core/support.h"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace spool::test {

class StateFolder {
 public:
  StateFolder() {
    std::string name = std::filesystem::temp_directory_path() / "spool-journal-XXXXXX";
    path_ = ::mkdtemp(name.data()) == nullptr ? std::string() : name;
  }
  StateFolder(const StateFolder&) = delete;
  StateFolder& operator=(const StateFolder&) = delete;
  ~StateFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string journal() const { return path_ + "/journal.db"; }

 private:
  std::string path_;
};

inline core::Moment at_second(std::int64_t seconds) {
  return core::Moment(std::chrono::seconds(1'800'000'000 + seconds));
}

inline core::Entry entry(const std::string& run, const core::RunEvent& event, std::int64_t second = 0) {
  return core::to_entry(run, at_second(second), event);
}

/// An event that stands for any: with its number, to find it again.
inline core::Entry numbered(const std::string& run, int number) {
  return entry(run, core::JobBegan{"job", number}, number);
}

/// Writes the group through a store of its own, and waits for it.
inline core::Result<void> append(const std::string& state, std::vector<core::Entry> group) {
  boost::asio::io_context loop(1);
  auto store = core::SqliteStore::open(loop.get_executor(), state);
  if (!store) return store.error();
  core::Result<void> told = core::Error{"test.silence", "the store did not answer", "", {}};
  (*store)->append(std::move(group), [&](core::Result<void> result) { told = std::move(result); });
  loop.run();
  return told;
}

/// Fails the test where the journal cannot be opened.
inline core::JournalReader reader(const std::string& state) {
  auto opened = core::JournalReader::open(state);
  EXPECT_TRUE(opened) << (opened ? "" : to_line(opened.error()));
  return std::move(opened).value();
}

inline std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline void write_text(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

/// What is done in a process of its own; ends with what it returns.
inline pid_t in_another_process(const std::function<int()>& work) {
  std::fflush(nullptr);
  const pid_t child = ::fork();
  if (child == 0) ::_exit(work());
  return child;
}

/// Waits for its end: its exit code, or minus the signal that ended it.
inline int end_of(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace spool::test
