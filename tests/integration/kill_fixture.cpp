#include "tests/integration/kill_fixture.h"
#include "tests/patience.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <numeric>
#include <random>

namespace spool::test {
namespace {

std::string document(const std::string& film) {
  std::string text = "spool: 1\ninputs: {game: game.mp4}\nmoments:\n  of: game\n  list:\n";
  for (int clip = 1; clip <= 12; ++clip)
    text += "    - {start: " + std::to_string(clip) + ", duration: 0.2}\n";
  return text +
         "steps: {clips: {cut: moments}}\n"
         "format: {size: 160x90, fps: 25, preset: ultrafast}\n"
         "policy: {backoff: 0.01s}\n"
         "output: {clips: '" +
         film + "'}\n";
}

/// Jobs that were rendered.
std::set<std::string> started_in(const std::string& said) {
  std::set<std::string> jobs;
  for (const auto& event : events(said, "job.started")) jobs.insert(std::string(event.at("job").as_string()));
  return jobs;
}

int alive_after_two_seconds(const TwelveClips& clips) {
  std::vector<ProcessHandle> children;
  for (const pid_t pid : processes_about(clips.folder().path())) children.emplace_back(pid);
  return static_cast<int>(std::count_if(children.begin(), children.end(), [](const ProcessHandle& child) {
    return !child.ends_within(patience(std::chrono::seconds(2)));
  }));
}

}  // namespace

Environment environment_of(const Orders& orders) {
  Environment environment = {
      {"LD_PRELOAD", SPOOL_KILL_AT},
      {"SPOOL_TEST_CALLS", orders.calls},
      {"SPOOL_TEST_AT", std::to_string(orders.at)},
      {"SPOOL_TEST_DO", orders.what},
      {"SPOOL_TEST_REPORT", orders.report},
      {"SPOOL_TEST_ON", orders.on ? "1" : ""},
  };
  // A sanitizer wants to be the first that is loaded; it may stand behind this one.
  const char* const options = std::getenv("ASAN_OPTIONS");
  const std::string before = options == nullptr ? std::string() : std::string(options) + ":";
  environment.emplace_back("ASAN_OPTIONS", before + "verify_asan_link_order=0");
  return environment;
}

TwelveClips::TwelveClips(const std::string& place) : place_(place.empty() ? folder_.path() : place) {
  std::filesystem::create_symlink(footage("wannaworktogether.mp4"), folder_ / "game.mp4");
  folder_.write("film.yaml", document(film()));
}

std::vector<std::string> TwelveClips::words(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), SPOOL_PROGRAM);
  arguments.insert(arguments.end(), {"--json", "--state", state()});
  return arguments;
}

Surroundings TwelveClips::around(const Environment& environment) const {
  return {folder_.path(), environment, {}};
}

Ended TwelveClips::run(const Environment& environment) const {
  return test::run(words({"run", "film.yaml", "-j", "2"}), around(environment));
}

Ended TwelveClips::resume(const Environment& environment) const {
  return test::run(words({"resume"}), around(environment));
}

const std::string& unbroken_film() {
  static const std::string film = [] {
    const TwelveClips clips;
    const Ended ended = clips.run();
    EXPECT_EQ(ended.code, 0) << ended.err;
    return fingerprint(clips.film());
  }();
  return film;
}

long calls_of_a_run(const std::string& calls) {
  const TwelveClips clips;
  const std::string report = clips.folder() / "report";
  const Ended ended = clips.run(environment_of({calls, 0, "", false, report}));
  EXPECT_EQ(ended.code, 0) << ended.err;
  const auto lines = lines_of(read_file(report));
  EXPECT_GT(lines.size(), 12U) << "the preload saw nothing";
  return static_cast<long>(lines.size());
}

void Toll::tell(const std::string& of_what) const {
  std::cout << of_what << ": " << kills << " kills, " << resumed
            << " resumed with jobs at hand; rendered again " << again << ", children alive " << alive
            << ", files left " << left << "\n";
}

void expect_completed(const TwelveClips& clips, const OnRecord& before, Toll& toll) {
  const Environment same = environment_of({});  // the libraries of an ffmpeg count, the preload among them
  Ended ended = clips.resume(same);
  EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
  for (const std::string& job : started_in(ended.out)) {
    if (!before.finished.contains(job)) continue;
    ++toll.again;
    ADD_FAILURE() << job << " was rendered again";
  }
  if (before.runs.empty()) {  // it died before there was a run
    ended = clips.run(same);
    EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
  }
  if (!before.finished.empty()) ++toll.resumed;
  EXPECT_EQ(fingerprint(clips.film()), unbroken_film());
  EXPECT_EQ(integrity(clips.state() + "/journal.db"), "ok");
  std::vector<std::string> left = left_in(clips.state());
  const auto half = half_placed_in(clips.place());
  left.insert(left.end(), half.begin(), half.end());
  toll.left += static_cast<int>(left.size());
  EXPECT_EQ(left, std::vector<std::string>());
}

bool survives(const Orders& orders, Toll& toll) {
  const TwelveClips clips;
  const Ended killed = clips.run(environment_of(orders));
  if (killed.signal != SIGKILL) {
    EXPECT_EQ(killed.code, 0) << killed.out << killed.err;
    return false;
  }
  ++toll.kills;
  const int alive = alive_after_two_seconds(clips);
  toll.alive += alive;
  EXPECT_EQ(alive, 0);
  expect_completed(clips, on_record(clips.state()), toll);
  return true;
}

std::vector<long> some_of(long last, std::size_t count, unsigned seed) {
  std::vector<long> all(static_cast<std::size_t>(last));
  std::iota(all.begin(), all.end(), 1);
  const char* const wanted = std::getenv("SPOOL_KILLS");
  if (wanted != nullptr && std::string(wanted) == "all") return all;
  std::mt19937 random(seed);
  std::shuffle(all.begin(), all.end(), random);
  all.resize(std::min(all.size(), count));
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace spool::test
