// Nothing polls: while a silent child runs, the program sleeps. Source: DESIGN, promise 1.
#include "tests/integration/film.h"
#include "tests/integration/processes.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>

namespace spool::test {
namespace {

// An ffmpeg that is silent for ten seconds where it is asked to encode a picture, and itself otherwise.
const char* const silent_ffmpeg =
    "#!/bin/bash\n"
    "for word; do if [[ $word == libx264 ]]; then exec sleep 10; fi; done\n"
    "exec ffmpeg \"$@\"\n";

std::string short_document(const Folder& folder) {
  return folder.write("short.yaml",
                      "spool: 1\ninputs: {game: " + footage("motion.mov") +
                          "}\nsteps: {clip: {cut: game, at: [{start: 1, duration: 1}]}}\n"
                          "format: {size: 160x90, video: h264, audio: none}\noutput: {clip: film.mp4}\n");
}

std::string executable(const Folder& folder) {
  const std::string path = folder.write("silent-ffmpeg", silent_ffmpeg);
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  return path;
}

TEST(Waiting, GivenAChildSilentForTenSecondsTheProgramWakesFewerThanTenTimesASecond) {
  const Folder folder;
  Child child(spool_with(folder, {"run", short_document(folder), "--json", "--ffmpeg", executable(folder)}),
              {folder.path(), {}, {}});
  std::string line;
  while (child.read_line(line) && line.find("job.started") == std::string::npos) {
  }
  const auto begun = std::chrono::steady_clock::now();
  const std::int64_t before = waits_of(child.pid());

  // Nothing more is said until the child has ended.
  ASSERT_TRUE(child.read_line(line));
  const std::int64_t waits = waits_of(child.pid()) - before;
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();

  EXPECT_GT(seconds, 9) << line;
  EXPECT_LT(static_cast<double>(waits) / seconds, 10);
  RecordProperty("wakes_a_second", std::to_string(static_cast<double>(waits) / seconds));
}

TEST(Waiting, GivenAWholeRunTheProgramNeverNaps) {
  const Folder folder;
  std::vector<std::string> argv{"strace",         "-ff", "-o",
                                folder / "trace", "-e",  "trace=execve,nanosleep,clock_nanosleep"};
  const auto program = spool_with(folder, {"run", short_document(folder)});
  argv.insert(argv.end(), program.begin(), program.end());

  const Ended ended = run(argv, {folder.path(), {{"ASAN_OPTIONS", "detect_leaks=0"}}, {}});
  ASSERT_EQ(ended.code, 0) << ended.err << " (strace is needed: scripts/test installs it)";

  int ours = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    if (entry.path().filename().string().find("trace.") != 0) continue;
    // Its threads never exec; its children do, and then are others.
    const std::string text = read_file(entry.path());
    const bool child =
        text.find("execve") != std::string::npos && text.find(SPOOL_PROGRAM) == std::string::npos;
    if (child) continue;
    ++ours;
    EXPECT_EQ(text.find("nanosleep"), std::string::npos) << text;
  }
  EXPECT_GT(ours, 0);
}

}  // namespace
}  // namespace spool::test
