// The event stream as plain lines: what a pipe, a log file or CI sees.
#include "cli/event_lines.h"

#include "cli/batch_table.h"
#include "tests/cli/events_made.h"

#include <gtest/gtest.h>

namespace spool::cli {
namespace {

using core::JobOutcome;
using core::RunOutcome;
using Weight = core::Said::Weight;

std::string lines_of(EventLines lines, const std::vector<core::Event>& events) {
  std::string text;
  for (const core::Event& one : events) text += lines.on(one);
  return text;
}

TEST(EventLines, ARunIsToldJobByJob) {
  const auto text = lines_of(
      EventLines({}, {}, std::nullopt),
      {event(0, run_started("highlights", 3)), event(0, job_started("titled-1")),
       event(1, job_finished("titled-1")), event(1, job_started("titled-2")),
       event(2, job_finished("titled-2", JobOutcome::timed_out, "took longer than 30 m\nffmpeg said")),
       event(2, job_finished("reel-join", JobOutcome::skipped)), event(3, run_finished(RunOutcome::failed))});
  EXPECT_EQ(text,
            "highlights: 3 jobs\n"
            "[1/3] titled-1 (clips + titled): done in 1.25 s\n"
            "[2/3] titled-2 (clips + titled): timed out: took longer than 30 m\n"
            "[3/3] reel-join (clips + titled): skipped\n"
            "highlights: failed in 12.50 s\n");
}

TEST(EventLines, AnotherTryIsToldWithItsNumberItsDelayAndWhy) {
  const core::JobRetrying retrying = {"titled-1", 2, 0.75, "memory was short: killed by 9\nlog"};
  EXPECT_EQ(
      lines_of(EventLines({}, {}, std::nullopt), {event(0, run_started("reel", 1)), event(1, retrying)}),
      "reel: 1 job\ntitled-1: try 2 in 0.75 s: memory was short: killed by 9\n");
}

TEST(EventLines, ALongJobIsHeardOfEveryFifteenSecondsAndNotMore) {
  const auto text =
      lines_of(EventLines({}, {}, std::nullopt),
               {event(0, run_started("reel", 2)), event(0, job_started("a-1")),
                event(5, job_progress("a-1", 0.1, 1)), event(14, job_progress("a-1", 0.3, 1)),
                event(16, job_progress("a-1", 0.5, 1)), event(17, job_progress("a-1", 0.6, 1))});
  EXPECT_EQ(text, "reel: 2 jobs\n[0/2] 25 %, 0:48 left\n");
}

TEST(EventLines, CommandsAreShownOnlyWhereAskedForAndAsTheyCouldBeTyped) {
  const std::vector<core::Event> events = {event(0, job_started("clip-1"))};
  EXPECT_EQ(lines_of(EventLines({}, {}, std::nullopt), events), "");
  EXPECT_EQ(lines_of(EventLines({true, true, true, true}, {}, std::nullopt), events),
            "started clip-1 (clips + titled): '/usr/bin/ffmpeg' '-i' 'a b.mp4'\n");
}

TEST(EventLines, QuietLeavesTheErrorsOnly) {
  EXPECT_EQ(
      lines_of(EventLines({false, false, false, false}, {}, std::nullopt),
               {event(0, run_started("reel", 1)), event(0, said(Weight::note, "a.b", "n")),
                event(0, said(Weight::warning, "a.b", "w")), event(0, said(Weight::error, "a.b", "e"))}),
      "spool: error: e\n");
}

TEST(EventLines, OfABatchTheItemsAreToldAndTheirErrorsNameThem) {
  const auto text = lines_of(
      EventLines({}, {}, 2),
      {event(0, run_started("previews", std::nullopt)), event(0, run_started("previews", 4), "m/a.mp4"),
       event(1, job_started("clip-1"), "m/a.mp4"), event(2, job_finished("clip-1"), "m/a.mp4"),
       event(2, said(Weight::error, "input.truncated", "the copy was cut off"), "m/b.mp4"),
       event(2, run_finished(RunOutcome::failed), "m/b.mp4"),
       event(3, run_finished(RunOutcome::succeeded), "m/a.mp4"),
       event(4, run_finished(RunOutcome::partial))});
  EXPECT_EQ(text,
            "previews: 2 files\n"
            "m/b.mp4: spool: error: the copy was cut off\n"
            "[1/2] m/b.mp4: failed in 12.50 s\n"
            "[2/2] m/a.mp4: done in 12.50 s\n"
            "previews: partly done in 12.50 s\n");
}

TEST(FilmText, SaysWhereTheFilmIsAndHowLong) {
  EXPECT_EQ(film_text({"/films/re\nel.mp4", 1800, 2882880, 60.06, false}),
            "/films/re\\nel.mp4: 1800 frames, 60.06 s");
  EXPECT_EQ(film_text({"/a.mp4", 1, 0, 0.04, true}), "/a.mp4: 1 frame, 0.04 s (up to date)");
}

TEST(BatchTable, AlikeReasonsStandTogetherAndEachItemHasItsLine) {
  BatchTable table({"a.mp4", "b.mp4", "c.mp4", "d.mp4", "e.mp4"});
  const auto refuse = [&](const std::string& item, const std::string& code, const std::string& why) {
    table.on(event(0, run_started("p", std::nullopt), item));
    table.on(event(0, said(Weight::error, code, why), item));
    table.on(event(0, said(Weight::error, "other.later", "not the first"), item));
    table.on(event(0, run_finished(RunOutcome::failed), item));
  };
  refuse("a.mp4", "input.truncated", "has no index");
  refuse("b.mp4", "input.hdr", "is HDR");
  table.on(event(0, run_started("p", 4), "c.mp4"));
  refuse("d.mp4", "input.truncated", "has no index");
  table.on(event(9, run_finished(RunOutcome::succeeded, {{"/o/c.mp4", 300, 0, 10, false}}), "c.mp4"));
  EXPECT_EQ(table.text(),
            "item   outcome      why\n"
            "c.mp4  done         /o/c.mp4: 300 frames, 10.00 s\n"
            "a.mp4  failed       has no index\n"
            "d.mp4  failed       has no index\n"
            "b.mp4  failed       is HDR\n"
            "e.mp4  not started\n"
            "5 items: 1 done, 3 failed, 1 not started\n");
}

TEST(BatchTable, AReasonOfSeveralLinesIsItsFirstWithoutTheWordsThatLeadToTheOthers) {
  BatchTable table({"a.mp4"});
  table.on(event(0, run_started("p", 4), "a.mp4"));
  table.on(event(0, said(Weight::error, "render.failed", "clip a failed: ffmpeg ended with 1; ffmpeg's last lines:\nno such thing"), "a.mp4"));
  table.on(event(0, run_finished(RunOutcome::failed), "a.mp4"));
  EXPECT_EQ(table.text(),
            "item   outcome  why\n"
            "a.mp4  failed   clip a failed: ffmpeg ended with 1\n"
            "1 item: 1 failed\n");
}

TEST(BatchTable, WithoutItemsThereIsNone) { EXPECT_EQ(BatchTable().text(), ""); }

}  // namespace
}  // namespace spool::cli
