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

constexpr int many = 10'000, few = many / 10;

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

void fill(const std::string& state, int runs) {
  test::Loop loop;
  auto store = core::SqliteStore::open(loop.executor(), state);
  ASSERT_TRUE(store) << store.error().message;
  std::vector<core::Entry> group;
  for (int i = 0; i < runs; ++i) add_run(group, i);
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

struct Asked {
  std::vector<std::string> command;
  bool of_all;  ///< tells of each run; the others go through no more than the names
};
const Asked asked[] = {
    {{"runs"}, true}, {{"runs", "--json"}, true}, {{"status"}, false}, {{"status", name_of(few / 2)}, false}};

/// What a command takes at its best: it waits for nothing, so on a machine that does nothing else this is its
/// time.
Took best_of(const Asked& one, const std::string& state, const std::string& output) {
  std::vector<std::string> words = one.command;
  words.insert(words.end(), {"--state", state});
  Took best;
  for (int i = 0; i < 5; ++i) {
    const Took took = time_of(words, output);
    best = {std::min(best.wall, took.wall), std::min(best.cpu, took.cpu)};
  }
  return best;
}

std::ptrdiff_t lines_in(const std::string& path) {
  std::ifstream text(path);
  return std::count(std::istreambuf_iterator<char>(text), {}, '\n');
}

TEST(ManyRuns, GivenTenThousandOfThemTheProgramListsThemAndTellsOfOneAtOnce) {
  const TemporaryFolder folder;
  const std::string state = folder / "many", less = folder / "few", said = folder / "said";
  fill(state, many);
  fill(less, few);
  for (const Asked& one : asked) {
    const Took of_few = best_of(one, less, said);
    const Took of_many = best_of(one, state, said);
    std::cout << "spool " << one.command.front() << ": " << of_many.cpu << " s of CPU, " << of_many.wall
              << " s in all; of a tenth of the runs " << of_few.cpu << " s of CPU\n";
    if (one.of_all) {
      EXPECT_GE(lines_in(said), many);
    }
#if defined(NDEBUG)
    EXPECT_LE(of_many.cpu, test::patience(0.1)) << one.command.back();
#endif
    // How fast a build is that is not optimized depends on the machine; what the number of runs does to it
    // does not. Three times the measured growth leaves room for a neighbour, none for a square.
    EXPECT_LE(of_many.cpu, of_few.cpu * (one.of_all ? 3.0 * many / few : 7.0)) << one.command.back();
  }
}

}  // namespace
}  // namespace spool::cli
