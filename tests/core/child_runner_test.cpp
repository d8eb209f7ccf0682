#include "core/child_runner.h"

#include "core/child_pipe.h"
#include "tests/core/support.h"
#include "tests/integration/processes.h"
#include "tests/patience.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <gtest/gtest.h>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <vector>

namespace spool::core {
namespace {

using namespace std::chrono_literals;
using test::fake;
using test::Kept;
using test::Since;

class ChildRunnerTest : public ::testing::Test {
 protected:
  Ending run(const Command& command) { return loop_.run(runner_.run(command, kept_)); }

  /// Starts a child, does something to it as soon as it prints, and gives its ending.
  template <class Then>
  Ending run_and(const Command& command, Then then) {
    OnFirstPrint output(kept_, then);
    Ending ending;
    boost::asio::co_spawn(
        loop_.context(), runner_.run(command, output),
        boost::asio::bind_cancellation_slot(
            cancel_.slot(), [&](const std::exception_ptr&, Ending given) { ending = given; }));
    loop_.run_dry();
    return ending;
  }

  void cancel() { cancel_.emit(boost::asio::cancellation_type::terminal); }

  template <class Then>
  struct OnFirstPrint final : Output {
    OnFirstPrint(Kept& all, Then act) : kept(all), then(act) {}
    bool on_stdout(std::string_view chunk) override {
      if (kept.out.empty()) then();
      return kept.on_stdout(chunk);
    }
    void on_stderr(std::string_view chunk) override { kept.on_stderr(chunk); }
    Kept& kept;
    Then then;
  };

  test::Loop loop_;
  ChildRunner runner_{loop_.executor()};
  Kept kept_;
  boost::asio::cancellation_signal cancel_;
};

TEST_F(ChildRunnerTest, given_a_child_that_prints_and_exits_then_all_it_printed_and_its_status_come) {
  const Ending ending = run(fake({"print:to-out", "error:to-err", "exit:7"}));
  ASSERT_TRUE(std::holds_alternative<Exited>(ending));
  EXPECT_EQ(std::get<Exited>(ending).code, 7);
  EXPECT_EQ(kept_.out, "to-out\n");
  EXPECT_EQ(kept_.err, "to-err\n");
  EXPECT_EQ(runner_.running(), 0U);
}

TEST_F(ChildRunnerTest, given_a_child_that_prints_more_than_any_buffer_then_nothing_is_lost) {
  EXPECT_TRUE(succeeded(run(fake({"chatty:3000", "progress:2000"}))));
  EXPECT_EQ(kept_.err.size(), 3000U * 1024);
  EXPECT_TRUE(kept_.out.ends_with("progress=end\n"));
}

TEST_F(ChildRunnerTest, given_a_child_that_writes_its_words_one_by_one_then_they_come_together) {
  struct Counted final : Output {
    explicit Counted(Kept& all) : kept(all) {}
    bool on_stdout(std::string_view chunk) override {
      ++chunks;
      return kept.on_stdout(chunk);
    }
    void on_stderr(std::string_view chunk) override { kept.on_stderr(chunk); }
    Kept& kept;
    int chunks = 0;
  };
  constexpr int words = 200;
  std::vector<std::string> script;
  std::string all;
  for (int word = 0; word < words; ++word) {
    script.push_back("print:" + std::to_string(word));
    script.emplace_back("wait:1");
    all += std::to_string(word) + "\n";
  }
  Counted output(kept_);
  const Since since;
  EXPECT_TRUE(succeeded(loop_.run(runner_.run(fake(script), output))));
  EXPECT_EQ(kept_.out, all);
  const double rests = since.seconds() / std::chrono::duration<double>(ChildPipe::rest).count();
  EXPECT_LT(output.chunks, 2 * rests + 4) << "of " << words << " in " << since.seconds() << " s";
}

TEST_F(ChildRunnerTest, given_a_crash_then_the_signal_is_told) {
  const Ending ending = run(fake({"crash"}));
  ASSERT_TRUE(std::holds_alternative<Signalled>(ending));
  EXPECT_EQ(std::get<Signalled>(ending).signal, SIGSEGV);
}

TEST_F(ChildRunnerTest, given_a_name_without_a_slash_then_it_is_found_by_path) {
  Command command;
  command.argv = {"true"};
  EXPECT_TRUE(succeeded(run(command)));
  command.argv = {"no-such-program-of-spool"};
  EXPECT_TRUE(std::holds_alternative<NotStarted>(run(command)));
  command.argv = {};
  EXPECT_TRUE(std::holds_alternative<NotStarted>(run(command)));
}

TEST_F(ChildRunnerTest, given_a_timeout_then_the_child_is_ended_by_it) {
  Command command = fake({"forever"});
  command.timeout = 50ms;
  const Since since;
  EXPECT_TRUE(std::holds_alternative<TimedOut>(run(command)));
  EXPECT_LT(since.seconds(), 0.9) << "it obeys SIGTERM";
}

TEST_F(ChildRunnerTest, given_a_child_that_ignores_sigterm_then_it_is_killed_after_the_grace) {
  Command command = fake({"ignore-term", "forever"});
  command.timeout = 200ms;
  const Since since;
  EXPECT_TRUE(std::holds_alternative<TimedOut>(run(command)));
  EXPECT_GE(since.seconds(), 1.1);
  EXPECT_LT(since.seconds(), 2.0);
}

TEST_F(ChildRunnerTest, given_a_child_that_advances_then_it_does_not_stall_but_silence_does) {
  Command lively = fake({"wait:200", "print:1", "wait:200", "print:2", "wait:200", "print:3", "wait:200"});
  lively.stall = 400ms;
  EXPECT_TRUE(succeeded(run(lively)));

  Command silent = fake({"print:1", "forever"});
  silent.stall = 100ms;
  EXPECT_TRUE(std::holds_alternative<Stalled>(run(silent)));
}

TEST_F(ChildRunnerTest, given_a_child_that_talks_without_advancing_then_it_stalls) {
  kept_.advances = false;
  Command command = fake({"print:same", "wait:50", "print:same", "wait:50", "print:same", "forever"});
  command.stall = 150ms;
  EXPECT_TRUE(std::holds_alternative<Stalled>(run(command)));
}

TEST_F(ChildRunnerTest, when_its_wait_is_cancelled_then_the_child_is_ended_first) {
  const Ending ending = run_and(fake({"tell:pid", "forever"}), [this] { cancel(); });
  EXPECT_TRUE(std::holds_alternative<Cancelled>(ending));
  EXPECT_NE(::kill(std::stoi(kept_.out), 0), 0) << "the child still lives";
  EXPECT_EQ(runner_.running(), 0U);
}

TEST_F(ChildRunnerTest, when_its_wait_is_cancelled_before_it_has_started_then_it_is_ended_too) {
  Ending ending;
  boost::asio::co_spawn(
      loop_.context(), runner_.run(fake({"forever"}), kept_),
      boost::asio::bind_cancellation_slot(cancel_.slot(),
                                          [&](const std::exception_ptr&, Ending given) { ending = given; }));
  loop_.run_ready();
  cancel();
  loop_.run_dry();
  EXPECT_TRUE(std::holds_alternative<Cancelled>(ending));
  EXPECT_LT(::waitpid(-1, nullptr, WNOHANG), 0) << "a child is left";
}

TEST_F(ChildRunnerTest, given_a_grandchild_in_its_group_then_it_ends_with_the_child) {
  const Since since;
  EXPECT_TRUE(succeeded(run(fake({"child:20000", "print:done"}))));
  EXPECT_EQ(kept_.out, "done\n");
  EXPECT_LT(since.seconds(), 0.25);
}

TEST_F(ChildRunnerTest, given_a_grandchild_that_left_the_group_with_the_pipes_then_it_does_not_hold_us) {
  const Since since;
  EXPECT_TRUE(succeeded(run(fake({"stray:20000", "print:done"}))));
  EXPECT_LT(since.seconds(), 0.25);
  const pid_t grandchild = std::atoi(kept_.out.c_str());
  ASSERT_GT(grandchild, 0);
  EXPECT_EQ(kept_.out, std::to_string(grandchild) + "\ndone\n");
  EXPECT_EQ(::kill(grandchild, SIGKILL), 0) << "it was not there any more: nothing was tried";
}

TEST_F(ChildRunnerTest, given_a_child_that_prints_much_and_ends_then_all_of_it_is_handed_on) {
  EXPECT_TRUE(succeeded(run(fake({"chatty:1000", "print:done"}))));
  EXPECT_TRUE(kept_.out.ends_with("done\n"));
  EXPECT_GE(kept_.err.size(), 1'000'000U);
}

TEST_F(ChildRunnerTest, given_a_silent_child_then_we_do_not_wake_until_it_ends) {
  if (test::under_tsan) GTEST_SKIP() << "TSan's own thread wakes";
  Command command = fake({"wait:1500"});
  command.timeout = 60s;
  command.stall = 30s;
  rusage before = {};
  ::getrusage(RUSAGE_SELF, &before);
  EXPECT_TRUE(succeeded(run(command)));
  rusage after = {};
  ::getrusage(RUSAGE_SELF, &after);
  EXPECT_LT(after.ru_nvcsw - before.ru_nvcsw, 12)
      << "starting and ending take a few; a poll would add to them";
}

TEST_F(ChildRunnerTest, given_a_file_limit_then_a_file_that_grows_without_end_ends_its_writer) {
  const std::string file = ::testing::TempDir() + "spool-grows";
  Command command = fake({"grow:" + file});
  command.file_limit = 100'000;
  const Ending ending = run(command);
  ASSERT_TRUE(std::holds_alternative<Signalled>(ending));
  EXPECT_EQ(std::get<Signalled>(ending).signal, SIGXFSZ);
  EXPECT_EQ(std::filesystem::file_size(file), 100'000U);
  std::filesystem::remove(file);
}

TEST_F(ChildRunnerTest, given_a_memory_limit_then_more_is_not_to_be_had) {
  Command command = fake({"eat:600"});
  EXPECT_TRUE(succeeded(run(command)));
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // whose shadow needs terabytes
  command.memory_limit = std::uint64_t{500} << 20U;
  EXPECT_TRUE(std::holds_alternative<Signalled>(run(command)));
#endif
}

TEST_F(ChildRunnerTest, given_a_processor_limit_then_what_spins_is_ended_and_what_waits_is_not) {
  Command command = fake({"wait:1300"});
  command.processor_limit = std::chrono::duration_cast<std::chrono::seconds>(test::patience(1000ms));  // a sanitizer's start takes long
  EXPECT_TRUE(succeeded(run(command)));
  command.argv = fake({"spin"}).argv;
  const Ending ending = run(command);
  ASSERT_TRUE(std::holds_alternative<Signalled>(ending));
  EXPECT_EQ(std::get<Signalled>(ending).signal, SIGXCPU);
}

TEST_F(ChildRunnerTest, when_paused_then_the_clocks_stand_still_and_it_goes_on_afterwards) {
  Command command = fake({"print:1", "wait:150", "print:2"});
  command.timeout = 400ms;
  command.stall = 400ms;
  boost::asio::steady_timer later(loop_.executor());
  const Since since;
  const Ending ending = run_and(command, [&] {
    runner_.pause_all();
    later.expires_after(700ms);
    later.async_wait([this](boost::system::error_code) { runner_.continue_all(); });
  });
  EXPECT_TRUE(succeeded(ending));
  EXPECT_EQ(kept_.out, "1\n2\n");
  EXPECT_GE(since.seconds(), 0.7);
}

TEST_F(ChildRunnerTest, when_paused_while_children_are_being_started_then_settled_waits_until_they_stand_still) {
  constexpr std::size_t many = 16;
  const auto begin = [this] {
    boost::asio::co_spawn(loop_.context(), runner_.run(fake({"wait:1000"}), kept_), boost::asio::detached);
  };
  for (std::size_t i = 0; i < many; ++i) begin();
  loop_.run_ready();
  runner_.pause_all();
  begin();  // one that is asked for by what goes on meanwhile
  const auto settle = [this]() -> boost::asio::awaitable<void> {
    co_await runner_.settled();
    const std::vector<pid_t> children = test::descendants(::getpid());
    EXPECT_EQ(children.size(), many + 1);
    for (const pid_t child : children) {
      test::wait_until_stopped(child);
      EXPECT_EQ(test::state_of(child), 'T');
      ::kill(-child, SIGKILL);
    }
    runner_.continue_all();  // those that came too late, if any: they end by themselves
  };
  loop_.run(settle());
}

TEST_F(ChildRunnerTest, when_a_paused_child_is_cancelled_then_it_ends_at_once) {
  const Since since;
  const Ending ending = run_and(fake({"print:1", "forever"}), [this] {
    runner_.pause_all();
    cancel();
  });
  EXPECT_TRUE(std::holds_alternative<Cancelled>(ending));
  EXPECT_LT(since.seconds(), 0.9);
}

TEST_F(ChildRunnerTest, given_many_children_at_once_then_each_gets_its_own) {
  constexpr int many = 64;
  std::vector<std::unique_ptr<Kept>> outputs;
  int ended = 0;
  for (int i = 0; i < many; ++i) {
    outputs.push_back(std::make_unique<Kept>());
    boost::asio::co_spawn(
        loop_.context(), runner_.run(fake({"print:" + std::to_string(i), "wait:50"}), *outputs.back()),
        [&](const std::exception_ptr&, const Ending& ending) { ended += succeeded(ending) ? 1 : 0; });
  }
  loop_.run_dry();
  EXPECT_EQ(ended, many);
  for (int i = 0; i < many; ++i)
    EXPECT_EQ(outputs[static_cast<std::size_t>(i)]->out, std::to_string(i) + "\n");
}

}  // namespace
}  // namespace spool::core
