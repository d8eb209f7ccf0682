#include "pipelines/running/retry_policy.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <csignal>
#include <ostream>
#include <string>

namespace spool::pipelines {
namespace {

struct Row {
  const char* what;
  core::Ending ending;
  const char* last_lines;
  const char* code;
  bool again;
  friend std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.what; }
};

class WorthAnotherTry : public ::testing::TestWithParam<Row> {};

TEST_P(WorthAnotherTry, IsToldFromWhatIsNot) {
  const Row& row = GetParam();
  const auto why = worth_another_try({row.ending, row.last_lines, row.code});
  EXPECT_EQ(why.has_value(), row.again) << (why ? *why : "not worth it");
  EXPECT_NE(why, "");
}

const core::Ending well = core::Exited{0};
const core::Ending badly = core::Exited{1};

INSTANTIATE_TEST_SUITE_P(
    Table, WorthAnotherTry,
    ::testing::Values(
        Row{"no process to give", core::NotStarted{EAGAIN}, "", "render.not_started", true},
        Row{"no memory to start", core::NotStarted{ENOMEM}, "", "render.not_started", true},
        Row{"too many descriptors of ours", core::NotStarted{EMFILE}, "", "render.not_started", true},
        Row{"too many descriptors of all", core::NotStarted{ENFILE}, "", "render.not_started", true},
        Row{"ffmpeg is being replaced", core::NotStarted{ETXTBSY}, "", "render.not_started", true},
        Row{"there is no ffmpeg", core::NotStarted{ENOENT}, "", "render.not_started", false},
        Row{"ffmpeg may not be run", core::NotStarted{EACCES}, "", "render.not_started", false},
        Row{"too long a command", core::NotStarted{E2BIG}, "", "render.not_started", false},
        Row{"killed, by the memory killer as a rule", core::Signalled{SIGKILL}, "", "render.killed", true},
        Row{"somebody ended it", core::Signalled{SIGTERM}, "", "render.killed", true},
        Row{"it crashed", core::Signalled{SIGSEGV}, "", "render.killed", true},
        Row{"its file became too large", core::Signalled{SIGXFSZ}, "", "render.killed", false},
        Row{"killed inside of a wrapper", core::Exited{137}, "", "render.failed", true},
        Row{"it stood still", core::Stalled{}, "", "render.stalled", true},
        Row{"it took too long", core::TimedOut{}, "", "render.timed_out", false},
        Row{"we ended it", core::Cancelled{}, "", "render.cancelled", false},
        Row{"out of memory", badly, "[error] x264 [error]: malloc of size 4147200 failed", "render.failed",
            true},
        Row{"out of memory, in the C library's words", badly, "clip.mp4: Cannot allocate memory",
            "render.failed", true},
        Row{"no room", badly, "av_interleaved_write_frame(): No space left on device\nConversion failed!",
            "render.failed", true},
        Row{"no room at the very end", well, "Error writing trailer of file:a.mp4: No space left on device",
            "render.short", true},
        Row{"no room in the folder of the film", well, "", "disk.full", true},
        Row{"over quota", badly, "file:a.mp4: Disk quota exceeded", "render.failed", true},
        Row{"no thread to give", badly, "pthread_create failed: Resource temporarily unavailable",
            "render.failed", true},
        Row{"bad data", badly, "Invalid data found when processing input", "render.failed", false},
        Row{"a bad filter", badly, "No such filter: 'blurr'\nError initializing complex filters.",
            "render.failed", false},
        Row{"a missing file", badly, "file:/v/a.mp4: No such file or directory", "render.failed", false},
        Row{"wrong pictures", well, "", "render.wrong_pictures", false},
        Row{"too few frames", well, "", "render.short", false},
        Row{"another film than planned", well, "", "render.wrong_film", false},
        Row{"the source became another one", badly, "Out of memory", "input.changed", false}));

class BadClip : public ::testing::TestWithParam<Row> {};

TEST_P(BadClip, IsToldFromABadMachine) {
  const Row& row = GetParam();
  EXPECT_EQ(is_bad_clip({row.ending, row.last_lines, row.code}), row.again);
}

INSTANTIATE_TEST_SUITE_P(
    Table, BadClip,
    ::testing::Values(
        Row{"wrong pictures", well, "", "render.wrong_pictures", true},
        Row{"bad data", badly, "Invalid data found when processing input", "render.failed", true},
        Row{"a decoder that crashes", core::Signalled{SIGSEGV}, "", "render.killed", true},
        Row{"it stood still at every try", core::Stalled{}, "", "render.stalled", true},
        Row{"it took too long", core::TimedOut{}, "", "render.timed_out", true},
        Row{"killed, by the memory killer as a rule", core::Signalled{SIGKILL}, "", "render.killed", false},
        Row{"somebody ended it", core::Signalled{SIGTERM}, "", "render.killed", false},
        Row{"no room", badly, "No space left on device", "render.failed", false},
        Row{"no room in the folder of the film", well, "", "disk.full", false},
        Row{"there is no ffmpeg", core::NotStarted{ENOENT}, "", "render.not_started", false},
        Row{"we ended it", core::Cancelled{}, "", "render.cancelled", false},
        Row{"the source became another one", badly, "", "input.changed", false}));

TEST(Delays, GivenEachFurtherTryThenTheyDoubleUpToFiveMinutes) {
  using core::Milliseconds;
  const double all = 1;
  EXPECT_EQ(delay_after(1, Milliseconds(1000), all), Milliseconds(1000));
  EXPECT_EQ(delay_after(2, Milliseconds(1000), all), Milliseconds(2000));
  EXPECT_EQ(delay_after(5, Milliseconds(1000), all), Milliseconds(16000));
  EXPECT_EQ(delay_after(9, Milliseconds(1000), all), Milliseconds(256000));
  EXPECT_EQ(delay_after(10, Milliseconds(1000), all), longest_delay);
  EXPECT_EQ(delay_after(1'000'000'000, Milliseconds(1), all), longest_delay);
  EXPECT_EQ(delay_after(7, Milliseconds(0), all), Milliseconds(0));
  EXPECT_EQ(delay_after(1, Milliseconds(-5), all), Milliseconds(0));
  EXPECT_EQ(delay_after(1, Milliseconds::max(), all), longest_delay);
}

TEST(Delays, GivenARandomNumberThenUpToAHalfIsLeftOut) {
  using core::Milliseconds;
  EXPECT_EQ(delay_after(1, Milliseconds(1000), 0), Milliseconds(500));
  EXPECT_EQ(delay_after(3, Milliseconds(1000), 0.5), Milliseconds(3000));
  EXPECT_EQ(delay_after(20, Milliseconds(1000), 0), longest_delay / 2);
}

}  // namespace
}  // namespace spool::pipelines
