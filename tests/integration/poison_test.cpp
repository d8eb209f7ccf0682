// Ninety bad inputs: each is refused at once or rendered right, and costs only itself. Source: DESIGN,
// promise 3.
#include "tests/integration/film.h"
#include "tests/integration/processes.h"
#include "tests/patience.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <stdexcept>

namespace spool::test {
namespace {

using Clock = std::chrono::steady_clock;

std::string poison() {
  const std::string folder = SPOOL_SOURCE_DIR "/build/poison";
  EXPECT_EQ(access((folder + "/.complete").c_str(), R_OK), 0)
      << "make it: tests/poison/make build/footage/mimetype_lego_small.mp4 build/poison";
  return folder;
}

std::vector<std::string> poison_files() {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(poison())) {
    const std::string name = entry.path().filename();
    if (name != ".complete" && !entry.is_directory()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string document(const Folder& folder) {
  return folder.write(
      "all.yaml",
      "spool: 1\ninputs: {video: unbound.mp4}\nsteps:\n  clip: {cut: video, at: [{start: 0, end: end}]}\n"
      "  titled: {effect: clip, apply: [{title: {text: \"${video.name}\"}}]}\n"
      "format: {size: 320x180, fps: 25, video: h264, preset: ultrafast, audio: aac, sample_rate: 48000, "
      "channels: 2}\n"
      "output: {titled: \"${video.name}.mp4\"}\n");
}

/// What failed leaves its logs, and the lock of a run that can be taken up; what was finished is in the cache
/// alone.
void expect_no_work_left(const Folder& folder) {
  EXPECT_TRUE(processes_about(folder.path()).empty());
  std::error_code none;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder / "state/runs", none)) {
    const auto& path = entry.path();
    EXPECT_TRUE(entry.is_directory() || path.extension() == ".log" || path.filename() == "lock")
        << "left behind: " << path;
  }
}

double seconds_since(Clock::time_point begun) {
  return std::chrono::duration<double>(Clock::now() - begun).count();
}

/// When an event happened, in seconds since 1970, by its RFC 3339 time.
double time_of(const boost::json::object& event) {
  const std::string at(event.at("at").as_string());
  std::tm time = {};
  const char* const fraction = ::strptime(at.c_str(), "%Y-%m-%dT%H:%M:%S", &time);
  if (fraction == nullptr) throw std::runtime_error("no time: " + at);
  return static_cast<double>(::timegm(&time)) + std::strtod(fraction, nullptr);
}

/// How long after its first start each job that failed was given up. Its fault cannot have been met earlier.
std::map<std::string, double> seconds_until_refused(const std::string& out) {
  std::map<std::string, double> started;
  for (const auto& event : events(out, "job.started")) {
    started.emplace(event.at("job").as_string(), time_of(event));
  }
  std::map<std::string, double> refused;
  for (const auto& event : events(out, "job.finished")) {
    const std::string job(event.at("job").as_string());
    const auto outcome = event.at("outcome").as_string();
    const bool ended_well = outcome == "succeeded" || outcome == "cancelled" || outcome == "skipped";
    if (!ended_well && started.contains(job)) refused[job] = time_of(event) - started[job];
  }
  return refused;
}

TEST(LongPoison, GivenEachFileItIsRefusedWithinFiveSecondsOfItsFaultOrRenderedRight) {
  double slowest = 0;
  for (const std::string& file : poison_files()) {
    SCOPED_TRACE(file);
    const Folder folder;
    const auto begun = Clock::now();
    const Ended ended = run(spool_with(folder, {"run", document(folder), "--json", "--input=video=" + file}),
                            {folder.path(), {}, {}});
    const double seconds = seconds_since(begun);

    if (ended.code == 0) {
      const auto finished = events(ended.out, "run.finished");
      ASSERT_EQ(finished.size(), 1U);
      for (const auto& output : finished[0].at("outputs").as_array()) {
        const auto& planned = output.as_object();
        EXPECT_EQ(look_at(std::string(planned.at("path").as_string())).frames,
                  planned.at("frames").as_int64());
      }
    } else {
      EXPECT_TRUE(ended.code == 3 || ended.code == 1 || ended.code == 2) << ended.code << ended.err;
      EXPECT_FALSE(events(ended.out, "error").empty()) << ended.out;
      EXPECT_TRUE(events(ended.out, "job.started").empty() ? seconds < patience(5) : seconds < patience(60))
          << seconds << " s";
      for (const auto& [job, after] : seconds_until_refused(ended.out)) {
        EXPECT_LT(after, patience(5)) << job << " was started, met the fault, and went on";
        slowest = std::max(slowest, after);
      }
    }
    expect_no_work_left(folder);
  }
  EXPECT_GT(slowest, 0) << "some of the set are to be refused only while they are rendered";
  std::cout << "refused at most " << slowest << " s after the start of the job that met the fault\n";
}

TEST(LongPoison, GivenABatchOfAllTheGoodOnesAreDoneTheOthersToldAndTheExitCodeIs4) {
  const Folder folder;
  std::vector<std::string> arguments{"batch", document(folder), "--json"};
  for (const std::string& file : poison_files()) arguments.push_back(file);

  const Ended ended = run(spool_with(folder, arguments), {folder.path(), {}, {}});

  EXPECT_EQ(ended.code, 4) << ended.err;
  std::map<std::string, int> pairs;
  for (const auto& finished : events(ended.out, "run.finished")) {
    if (finished.contains("item")) ++pairs[std::string(finished.at("item").as_string())];
  }
  for (const std::string& file : poison_files()) EXPECT_EQ(pairs[file], 1) << file;
  expect_no_work_left(folder);
}

TEST(LongPoison, GivenABatchOfRefusedFilesTheGoodOneSortedLastIsNotKeptWaiting) {
  const Folder folder;
  const std::string pipeline = document(folder);
  const std::string good = footage("movie-hello.mp4");
  const auto alone = Clock::now();
  ASSERT_EQ(run(spool_with(folder, {"run", pipeline, "--input=video=" + good, "--out-dir", folder / "alone"}),
                {folder.path(), {}, {}})
                .code,
            0);
  const double time_alone = seconds_since(alone);

  std::vector<std::string> refused;
  const auto probing = Clock::now();
  for (const std::string& file : poison_files()) {
    if (run(spool_with(folder, {"probe", file}), {folder.path(), {}, {}}).code == 3) refused.push_back(file);
  }
  const double time_probing = seconds_since(probing);
  ASSERT_GT(refused.size(), 30U);

  std::vector<std::string> arguments{"batch", pipeline, "--json"};
  arguments.insert(arguments.end(), refused.begin(), refused.end());
  arguments.push_back(good);
  const auto begun = Clock::now();
  Child child(spool_with(folder, arguments), {folder.path(), {}, {}});
  std::string line;
  double delivered = -1;
  while (child.read_line(line)) {
    if (line.find("run.finished") != std::string::npos && line.find("movie-hello.mp4") != std::string::npos) {
      delivered = seconds_since(begun);
      break;
    }
  }
  const Ended ended = child.wait();

  EXPECT_EQ(ended.code, 4) << ended.err;
  EXPECT_GT(delivered, 0);
  EXPECT_LT(delivered, 1.5 * time_alone + time_probing)
      << "alone " << time_alone << " s, probing " << time_probing << " s";
  EXPECT_EQ(look_at(folder / "movie-hello.mp4.mp4").width, 320);
}

TEST(LongPoison, GivenAFolderOfOddNamesEachIsRenderedUnderItsName) {
  const Folder folder;
  const std::string names = poison() + "/names";

  const Ended ended =
      run(spool_with(folder, {"batch", document(folder), names, "--match", "*"}), {folder.path(), {}, {}});

  EXPECT_EQ(ended.code, 0) << ended.err;
  for (const auto& entry : std::filesystem::directory_iterator(names)) {
    EXPECT_TRUE(std::filesystem::exists(folder.path() /
                                        std::filesystem::path(entry.path().filename().native() + ".mp4")))
        << entry.path();
  }
}

}  // namespace
}  // namespace spool::test
