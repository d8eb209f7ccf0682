// A state folder of many runs, asked by the program. Source: the issue "Nothing is lost", Must show 5.
#include "core/journal/run_event.h"
#include "core/journal/sqlite_store.h"
#include "tests/cli/temporary_folder.h"
#include "tests/core/support.h"
#include "tests/patience.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

namespace spool::cli {
namespace {

constexpr int many = 10'000;

std::string name_of(int number) { return "20261121-1015-" + std::to_string(many + number); }

void add_run(std::vector<core::Entry>& group, int number) {
  const core::Moment begun{std::chrono::seconds(1'800'000'000 + number)};
  core::FilmPlanned planned;
  planned.pipeline = "reel";
  planned.jobs = {{"clip", "clip", "1"}, {"join", "join", "2"}};
  core::RunEnded ended;
  ended.jobs = {2, 0, 0, 2, 0, 0};
  ended.outputs = {{"/films/reel.mp4", 25, 48000, 1, false}};
  std::vector<core::RunEvent> happened = {core::RunSubmitted{"/p/reel.yaml", "{}"},
                                          core::RunTaken{1, 4711, "here"}, std::move(planned)};
  if (number % 100 != 0) happened.emplace_back(std::move(ended));  // the others have died
  for (const core::RunEvent& event : happened) group.push_back(core::to_entry(name_of(number), begun, event));
}

void fill(const std::string& state) {
  test::Loop loop;
  auto store = core::SqliteStore::open(loop.executor(), state);
  ASSERT_TRUE(store) << store.error().message;
  std::vector<core::Entry> group;
  for (int i = 0; i < many; ++i) add_run(group, i);
  (*store)->append(std::move(group),
                   [](core::Result<void> done) { EXPECT_TRUE(done) << done.error().message; });
  loop.run_dry();
}

/// Seconds.
struct Took {
  double wall = 1e9, cpu = 1e9;
};

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

/// From its start to its end; its output goes to a file.
Took time_of(std::vector<std::string> words, const std::string& output) {
  words.insert(words.begin(), "spool");
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const int out = ::open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const auto begun = std::chrono::steady_clock::now();
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(out, STDOUT_FILENO);
    ::execv(SPOOL_PROGRAM, argv.data());
    ::_exit(127);
  }
  ::close(out);
  int status = 0;
  rusage used = {};
  ::wait4(child, &status, 0, &used);
  EXPECT_EQ(status, 0);
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begun;
  return {wall.count(), seconds(used.ru_utime) + seconds(used.ru_stime)};
}

TEST(ManyRuns, GivenTenThousandOfThemTheProgramListsThemAndTellsOfOneAtOnce) {
  const TemporaryFolder folder;
  const std::string state = folder / "state";
  fill(state);
  const std::string said = folder / "said";
#if defined(NDEBUG)
  const double limit = test::patience(0.1);
#else
  const double limit = test::patience(1.0);  // what is not optimized takes its time
#endif
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"runs"}, {"runs", "--json"}, {"status"}, {"status", name_of(many / 2)}}) {
    std::vector<std::string> words = command;
    words.insert(words.end(), {"--state", state});
    Took best;
    for (int i = 0; i < 5; ++i) {
      const Took took = time_of(words, said);
      best = {std::min(best.wall, took.wall), std::min(best.cpu, took.cpu)};
    }
    // It waits for nothing, so on a machine that does nothing else this is the time it takes.
    EXPECT_LE(best.cpu, limit) << command.back();
    std::cout << "spool " << command.front() << ": " << best.cpu << " s of CPU, " << best.wall
              << " s in all\n";
    std::ifstream lines(said);
    const auto count = std::count(std::istreambuf_iterator<char>(lines), {}, '\n');
    if (command.front() == "runs") {
      EXPECT_GE(count, many);
    }
  }
}

}  // namespace
}  // namespace spool::cli
