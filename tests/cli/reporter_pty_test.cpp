// The reporter on a real pseudo-terminal: bars while it runs, and nothing of them afterwards.
#include "cli/reporter.h"
#include "tests/cli/events_made.h"
#include "tests/cli/screen.h"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <gmock/gmock.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

namespace spool::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// Runs `what` with a terminal of 60 x 12 as its standard streams; gives all that was written to it.
template <class What>
std::string on_a_terminal(What what) {
  winsize size = {12, 60, 0, 0};
  int terminal = -1;
  std::fflush(nullptr);  // TSan's _exit flushes: what GoogleTest has not yet said would be said by the child
  const pid_t child = ::forkpty(&terminal, nullptr, nullptr, &size);
  if (child == 0) {
    what();
    ::_exit(0);
  }
  std::string written;
  std::array<char, 4096> buffer = {};
  for (ssize_t count = 0;
       (count = ::read(terminal, buffer.data(), buffer.size())) > 0;) {  // EIO at the child's end
    written.append(buffer.data(), static_cast<std::size_t>(count));
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ::close(terminal);
  EXPECT_TRUE(WIFEXITED(status));
  return written;
}

ReporterOptions bars() {
  ReporterOptions options;
  options.terminal = {true, true, true, false, false};
  return options;
}

/// What the run below shows, as far as it goes.
void feed(Reporter& reporter) {
  reporter.on(event(0, run_started("reel", 3)));
  reporter.on(event(0, job_started("clip-1")));
  reporter.on(event(0, job_started("clip-2")));
  reporter.say(core::Said::Weight::warning, {"disk.slow", "a slow disk", "", {}});
  reporter.on(event(1, job_progress("clip-1", 0.5, 2)));
}

std::string on_screen(const std::string& written) {
  Screen screen(60, 12);
  screen.feed(written);
  return screen.text();
}

TEST(ReporterOnATerminal, WhenTheRunHasEndedTheBarsAreGoneAndMessagesAndFilmsStand) {
  const std::string written = on_a_terminal([] {
    boost::asio::io_context io;
    auto reporter = Reporter::open(io.get_executor(), bars(), {});
    feed(**reporter);
    (*reporter)->on(
        event(2, run_finished(core::RunOutcome::succeeded, {{"/films/reel.mp4", 90, 0, 3, false}})));
    (*reporter)->end(false);
  });
  EXPECT_THAT(written, HasSubstr("clip-1"));
  EXPECT_THAT(written, HasSubstr("reel: 0/3 jobs"));
  EXPECT_EQ(on_screen(written), "spool: warning: a slow disk\n/films/reel.mp4: 90 frames, 3.00 s\n");
}

TEST(ReporterOnATerminal, GivenCtrlZTheTerminalIsCleanMeanwhileAndTheBarsComeBack) {
  const std::string hidden = on_a_terminal([] {
    boost::asio::io_context io;
    auto reporter = Reporter::open(io.get_executor(), bars(), {});
    feed(**reporter);
    (*reporter)->hide();
    ::_exit(0);
  });
  EXPECT_EQ(on_screen(hidden), "spool: warning: a slow disk\n");
  const std::string shown = on_a_terminal([] {
    boost::asio::io_context io;
    auto reporter = Reporter::open(io.get_executor(), bars(), {});
    feed(**reporter);
    (*reporter)->hide();
    (*reporter)->show();
    io.run();
    (*reporter)->hide();
    (*reporter)->show();
    io.run();
    (*reporter)->end(false);
  });
  EXPECT_GE(std::count(shown.begin(), shown.end(), '#'), 1);
  EXPECT_EQ(on_screen(shown), "spool: warning: a slow disk\n");
}

TEST(ReporterOnATerminal, AThousandEventsAreNotAThousandDrawings) {
  const std::string written = on_a_terminal([] {
    boost::asio::io_context io;
    auto reporter = Reporter::open(io.get_executor(), bars(), {});
    feed(**reporter);
    for (int i = 0; i < 1000; ++i) (*reporter)->on(event(1, job_progress("clip-1", 0.5, 2)));
    (*reporter)->end(false);
  });
  EXPECT_LT(written.size(), 3000U);
}

TEST(ReporterOnATerminal, ANameThatHoldsControlCharactersMovesNothing) {
  const std::string written = on_a_terminal([] {
    boost::asio::io_context io;
    auto reporter = Reporter::open(io.get_executor(), bars(), {});
    (*reporter)->say(core::Said::Weight::error,
                     {"input.missing", "no \x1b[2J\x07 here", "", {"a\x1b[H.mp4", 0, 0}});
    (*reporter)->end(false);
  });
  EXPECT_THAT(written, Not(HasSubstr("\x1b[2J")));
  EXPECT_EQ(on_screen(written), "a\\x1b[H.mp4: error: no \\x1b[2J\\x07 here\n");
}

TEST(ChosenProgress, BarsOnATerminalLinesElsewhereNeitherWhereJsonIsShown) {
  ReporterOptions options = bars();
  EXPECT_EQ(chosen_progress(options), Progress::bar);
  options.json = true;
  EXPECT_EQ(chosen_progress(options), Progress::none);
  options.terminal.output = false;  // spool run --json > events.jsonl
  EXPECT_EQ(chosen_progress(options), Progress::bar);
  options.terminal.moves = false;
  EXPECT_EQ(chosen_progress(options), Progress::plain);
  options.quiet = true;
  EXPECT_EQ(chosen_progress(options), Progress::none);
}

}  // namespace
}  // namespace spool::cli
