// Bars drawn into a terminal of a given width, and a terminal that follows the bytes as a real one does.
#include "cli/bars.h"

#include "cli/text.h"
#include "tests/cli/events_made.h"
#include "tests/cli/screen.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace spool::cli {
namespace {

Board board_of(std::optional<std::int64_t> items, const std::vector<core::Event>& events) {
  Board board(items);
  for (const core::Event& one : events) board.on(one);
  return board;
}

Board two_clips_of_five() {
  return board_of(std::nullopt,
                  {event(0, run_started("highlights", 5)), event(0, job_started("titled-1")),
                   event(0, job_started("titled-2")), event(8, job_finished("titled-1")),
                   event(8, job_started("titled-3")), event(10, job_progress("titled-2", 0.75, 2.14)),
                   event(10, job_progress("titled-3", 0.25, 0))});
}

std::vector<std::string> texts(const std::vector<BarLine>& lines) {
  std::vector<std::string> all;
  for (const BarLine& line : lines) all.push_back(line.text);
  return all;
}

TEST(Bars, ALineForEachRunningJobAndOneForTheWhole) {
  const auto lines = texts(bar_lines(two_clips_of_five(), at(10), {80, 24}, {}));
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0], "titled-2 - clips + titled     ######################-------  75 % 2.1x         ");
  EXPECT_EQ(lines[1], "titled-3 - clips + titled     #######----------------------  25 %              ");
  EXPECT_EQ(lines[2], "highlights: 1/5 jobs          ############-----------------  40 % 0:15 left    ");
}

TEST(Bars, OnAnUtf8TerminalTheyAreDrawnWithLines) {
  const auto lines = texts(bar_lines(two_clips_of_five(), at(10), {60, 24}, {true, {}}));
  EXPECT_EQ(lines[0], "titled-2 · clips +… ━━━━━━━━━━━━━━─────  75 % 2.1x         ");
}

TEST(Bars, ANarrowTerminalShowsNameAndPercent) {
  const auto lines = texts(bar_lines(two_clips_of_five(), at(10), {24, 24}, {}));
  EXPECT_EQ(lines[0], "titled-2 - clips~  75 %");
  EXPECT_EQ(lines[2], "highlights: 1/5 ~  40 %");
}

TEST(Bars, NoLineEverReachesTheLastColumn) {
  for (int columns = 1; columns < 140; ++columns) {
    for (const BarLine& line : bar_lines(two_clips_of_five(), at(10), {columns, 24}, {true, {}})) {
      EXPECT_LE(cli::columns(line.text), std::max(1, columns - 1)) << columns;
      EXPECT_EQ(cli::columns(line.text), line.columns) << columns;
    }
  }
}

TEST(Bars, MoreJobsThanRowsAreCounted) {
  Board board(std::nullopt);
  board.on(event(0, run_started("reel", 40)));
  for (int i = 0; i < 20; ++i) board.on(event(0, job_started("clip-" + std::to_string(i))));
  const auto lines = texts(bar_lines(board, at(1), {80, 10}, {}));
  ASSERT_EQ(lines.size(), 9U);
  EXPECT_EQ(lines[7], "and 13 jobs more");
}

TEST(Bars, OfABatchTheFilesCount) {
  const Board board = board_of(
      4, {event(0, run_started("previews", std::nullopt)), event(0, run_started("previews", 2), "a.mp4"),
          event(0, job_started("clip-1"), "a.mp4"), event(5, job_progress("clip-1", 0.5, 1), "a.mp4"),
          event(6, run_finished(core::RunOutcome::failed), "b.mp4")});
  const auto lines = texts(bar_lines(board, at(10), {80, 24}, {}));
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].substr(0, 30), "a.mp4: clip-1 - clips + titl~ ");
  EXPECT_EQ(lines[1].substr(0, 20), "previews: 1/4 files ");
  EXPECT_DOUBLE_EQ(board.fraction(), 1.25 / 4);
}

TEST(Bars, NamesThatWouldMoveTheCursorAreShownEscaped) {
  const Board board =
      board_of(std::nullopt, {event(0, run_started("r\x1b[2J", 1)), event(0, job_started("a\nb", {}))});
  const auto lines = texts(bar_lines(board, at(1), {80, 24}, {}));
  EXPECT_EQ(lines[0].substr(0, 5), "a\\nb ");
  EXPECT_EQ(lines[1].substr(0, 10), "r\\x1b[2J: ");
}

TEST(Bars, WhenTheRunIsOverThereAreNone) {
  Board board = two_clips_of_five();
  board.on(event(20, run_finished(core::RunOutcome::interrupted)));
  EXPECT_TRUE(bar_lines(board, at(20), {80, 24}, {}).empty());
}

TEST(Canvas, ADrawingReplacesTheOneBeforeIt) {
  Screen screen(20, 10);
  Canvas canvas;
  screen.feed("$ spool run\n");
  screen.feed(canvas.replace({{"one", 3}, {"two", 3}, {"whole", 5}}, 20));
  screen.feed(canvas.replace({{"three", 5}, {"whole!", 6}}, 20));
  EXPECT_EQ(screen.text(), "$ spool run\nthree\nwhole!\n");
}

TEST(Canvas, ErasedNothingIsLeftAndTheLinesAboveStand) {
  Screen screen(20, 10);
  Canvas canvas;
  screen.feed("$ spool run\n");
  screen.feed(canvas.replace({{"one", 3}, {"whole", 5}}, 20));
  screen.feed(canvas.erase(20) + "a message\n");
  screen.feed(canvas.replace({{"one", 3}}, 20));
  screen.feed(canvas.erase(20));
  EXPECT_EQ(screen.text(), "$ spool run\na message\n");
}

TEST(Canvas, AtTheBottomOfTheScreenItScrollsOnce) {
  Screen screen(20, 4);
  Canvas canvas;
  screen.feed("1\n2\n3\n");
  for (int i = 0; i < 5; ++i) screen.feed(canvas.replace({{"one", 3}, {"whole", 5}}, 20));
  EXPECT_EQ(screen.text(), "3\none\nwhole\n");
}

TEST(Canvas, ATerminalMadeNarrowerHasWrappedWhatStood) {
  Canvas canvas;
  canvas.replace({{"0123456789", 10}, {"01234", 5}}, 20);
  // At 6 columns the first line takes two rows.
  EXPECT_EQ(canvas.erase(6), "\r\x1b[3A\x1b[J");
}

}  // namespace
}  // namespace spool::cli
