// Each row of GROUND's table of what Boost.Process 1.81's own launchers do wrong, done right.
#include "core/launcher.h"

#include "core/child_runner.h"
#include "tests/core/support.h"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/readable_pipe.hpp>
#include <boost/process/v2/stdio.hpp>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <map>
#include <sstream>

namespace spool::core {
namespace {

using test::fake;
using test::Kept;
using test::Loop;

std::string printed_by(const Command& command) {
  Loop loop;
  ChildRunner runner(loop.executor());
  Kept kept;
  const Ending ending = loop.run(runner.run(command, kept));
  EXPECT_TRUE(succeeded(ending)) << kept.err;
  return kept.out;
}

std::size_t open_descriptors() {
  std::size_t count = 0;
  for (int fd = 0; fd < 1024; ++fd) {
    if (::fcntl(fd, F_GETFD) >= 0) ++count;
  }
  return count;
}

bool has_children() { return ::waitpid(-1, nullptr, WNOHANG | __WALL) >= 0 || errno != ECHILD; }

TEST(Launcher, given_descriptors_without_cloexec_then_none_reaches_the_child) {
  const UniqueFd leak_low(::open("/dev/null", O_RDONLY));
  const UniqueFd leak_high(::fcntl(leak_low.get(), F_DUPFD, 700));
  ASSERT_TRUE(leak_high);
  EXPECT_EQ(printed_by(fake({"tell:fds"})), "0\n1\n2\n");
}

TEST(Launcher, given_one_free_descriptor_below_the_epoll_descriptor_then_children_still_start) {
  UniqueFd hole(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  Loop loop;
  ChildRunner runner(loop.executor());
  Kept kept;
  loop.run(runner.run(fake({}), kept));  // from now on there is an epoll descriptor, above the hole
  hole.reset();
  EXPECT_TRUE(succeeded(loop.run(runner.run(fake({"print:one"}), kept))));
  EXPECT_TRUE(succeeded(loop.run(runner.run(fake({"print:two"}), kept))));
  EXPECT_EQ(kept.out, "one\ntwo\n");
  static_cast<void>(
      ::open("/dev/null", O_RDONLY | O_CLOEXEC));  // the hole's owner closes something that is open
}

TEST(Launcher, given_a_program_that_cannot_be_run_then_errno_comes_back_and_no_zombie_stays) {
  Loop loop;
  ChildRunner runner(loop.executor());
  Kept kept;
  loop.run(runner.run(fake({}), kept));  // whatever is opened once is open now
  const std::size_t before = open_descriptors();
  Command missing;
  missing.argv = {"/no/such/program"};
  const Ending none = loop.run(runner.run(missing, kept));
  ASSERT_TRUE(std::holds_alternative<NotStarted>(none));
  EXPECT_EQ(std::get<NotStarted>(none).error, ENOENT);

  Command no_program;
  no_program.argv = {"/etc/passwd"};
  const Ending not_executable = loop.run(runner.run(no_program, kept));
  ASSERT_TRUE(std::holds_alternative<NotStarted>(not_executable));
  EXPECT_EQ(std::get<NotStarted>(not_executable).error, EACCES);

  EXPECT_FALSE(has_children());
  EXPECT_EQ(open_descriptors(), before);
}

TEST(Launcher, given_a_folder_that_is_missing_then_the_step_before_exec_fails_cleanly) {
  Loop loop;
  ChildRunner runner(loop.executor());
  Kept kept;
  Command command = fake({"print:never"});
  command.folder = "/no/such/folder";
  const Ending ending = loop.run(runner.run(command, kept));
  ASSERT_TRUE(std::holds_alternative<NotStarted>(ending));
  EXPECT_EQ(std::get<NotStarted>(ending).error, ENOENT);
  EXPECT_FALSE(has_children());
}

TEST(Launcher, given_ignored_and_blocked_signals_of_ours_then_the_child_starts_with_default_ones) {
  struct sigaction before = {};
  struct sigaction ignored = {};
  ignored.sa_handler = SIG_IGN;
  ::sigaction(SIGHUP, &ignored, &before);
  sigset_t blocked, mask_before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGUSR1);
  ::pthread_sigmask(SIG_BLOCK, &blocked, &mask_before);
  EXPECT_EQ(printed_by(fake({"tell:signals"})), "");
  ::pthread_sigmask(SIG_SETMASK, &mask_before, nullptr);
  ::sigaction(SIGHUP, &before, nullptr);
}

TEST(Launcher, then_the_child_has_a_group_of_its_own_dies_with_us_and_reads_nothing) {
  EXPECT_EQ(printed_by(fake({"tell:group"})), "own group yes, dies by " + std::to_string(SIGKILL) + "\n");
  EXPECT_EQ(printed_by(fake({"tell:stdin"})), "/dev/null\n");
  EXPECT_EQ(printed_by(fake({"tell:oom"})), "500\n");
}

TEST(Launcher, given_a_folder_and_limits_then_the_child_has_them) {
  Command command = fake({"tell:folder", "tell:limits"});
  command.folder = "/usr";
  command.memory_limit = 900'000'000;
  command.file_limit = 4096;
  command.processor_limit = std::chrono::seconds(7);
  EXPECT_EQ(printed_by(command), "/usr\nmemory 900000000 file 4096 core 0 processor 7\n");
}

TEST(Launcher, given_an_input_file_then_the_child_reads_it_and_nothing_else_can_stand_in_for_one) {
  Command command;
  command.argv = {"cat"};
  command.input_file = SPOOL_SOURCE_DIR "/tests/footage.txt";
  EXPECT_TRUE(printed_by(command).starts_with("#")) << "the first line is a comment";

  for (const auto& [path, error] :
       std::map<std::string, int>{{"/no/such/file", ENOENT}, {"/dev/null", EINVAL}}) {
    Loop loop;
    ChildRunner runner(loop.executor());
    Kept kept;
    command.input_file = path;
    const Ending ending = loop.run(runner.run(command, kept));
    ASSERT_TRUE(std::holds_alternative<NotStarted>(ending)) << path;
    EXPECT_EQ(std::get<NotStarted>(ending).error, error) << path;
  }
}

TEST(Launcher, given_variables_of_its_own_then_the_child_has_them_instead_of_ours) {
  ::setenv("SPOOL_TEST_KEPT", "yes", 1);
  ::setenv("SPOOL_TEST_CHANGED", "ours", 1);
  Command command = fake({"tell:environment"});
  command.environment = {{"SPOOL_TEST_CHANGED", "its = own"}, {"SPOOL_TEST_NEW", ""}};
  const std::string environment = printed_by(command);
  ::unsetenv("SPOOL_TEST_KEPT");
  ::unsetenv("SPOOL_TEST_CHANGED");
  EXPECT_THAT(environment, ::testing::HasSubstr("SPOOL_TEST_KEPT=yes\n"));
  EXPECT_THAT(environment, ::testing::HasSubstr("SPOOL_TEST_CHANGED=its = own\n"));
  EXPECT_THAT(environment, ::testing::HasSubstr("SPOOL_TEST_NEW=\n"));
  EXPECT_THAT(environment, ::testing::Not(::testing::HasSubstr("=ours")));
  EXPECT_THAT(environment, ::testing::HasSubstr("LC_ALL=C\n"));
}

TEST(Launcher, given_settings_of_ffmpeg_and_a_language_in_our_environment_then_the_child_sees_neither) {
  ::setenv("FFREPORT", "file=/tmp/report", 1);
  ::setenv("AV_LOG_FORCE_COLOR", "1", 1);
  ::setenv("LC_ALL", "de_DE.UTF-8", 1);
  ::setenv("SPOOL_TEST_KEPT", "yes", 1);
  const std::string environment = printed_by(fake({"tell:environment"}));
  for (const char* name : {"FFREPORT", "AV_LOG_FORCE_COLOR", "LC_ALL", "SPOOL_TEST_KEPT"}) ::unsetenv(name);
  EXPECT_THAT(environment, ::testing::HasSubstr("LC_ALL=C\n"));
  EXPECT_THAT(environment, ::testing::HasSubstr("SPOOL_TEST_KEPT=yes\n"));
  EXPECT_THAT(environment, ::testing::Not(::testing::HasSubstr("FFREPORT")));
  EXPECT_THAT(environment, ::testing::Not(::testing::HasSubstr("AV_LOG_")));
  EXPECT_THAT(environment, ::testing::Not(::testing::HasSubstr("de_DE")));
}

TEST(Launcher, given_our_standard_streams_closed_then_the_childs_are_right_all_the_same) {
  const UniqueFd kept_in(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 100));
  ::close(STDIN_FILENO);
  EXPECT_EQ(printed_by(fake({"tell:stdin", "tell:fds"})), "/dev/null\n0\n1\n2\n");
  if (kept_in) ::dup2(kept_in.get(), STDIN_FILENO);
}

TEST(Launcher, given_a_gibibyte_of_our_memory_then_a_start_costs_no_more_than_a_few_milliseconds) {
  if (test::under_tsan) GTEST_SKIP() << "no vfork under TSan";
  std::vector<char> memory(std::size_t{1} << 30U, 'x');
  Loop loop;
  ChildRunner runner(loop.executor());
  Kept kept;
  const test::Since since;
  for (int i = 0; i < 10; ++i) loop.run(runner.run(fake({}), kept));
  EXPECT_LT(since.seconds(), 0.25) << "fork would take 31 ms each";
  EXPECT_EQ(memory.back(), 'x');
}

TEST(Launcher, given_an_initializer_of_boost_process_then_it_works_as_with_its_own_launchers) {
  namespace process = boost::process::v2;
  Loop loop;
  boost::asio::readable_pipe out(loop.context());
  boost::system::error_code error;
  Launcher launcher;
  const std::vector<std::string> arguments = {"print:hello"};
  auto child = launcher(loop.executor(), error, fake({}).argv.front(), arguments,
                        process::process_stdio{nullptr, out, nullptr});
  ASSERT_FALSE(error) << error.message();
  std::string text;
  boost::asio::async_read(out, boost::asio::dynamic_buffer(text),
                          [](boost::system::error_code, std::size_t) {});
  int status = -1;
  child.async_wait([&](boost::system::error_code, int code) { status = code; });
  loop.run_dry();
  EXPECT_EQ(status, 0);
  EXPECT_EQ(text, "hello\n");
}

TEST(Launcher, given_every_count_of_free_descriptors_then_a_start_fails_cleanly_or_works) {
  Loop loop;
  ChildRunner runner(loop.executor());
  Kept kept;
  loop.run(runner.run(fake({}), kept));  // whatever is opened once is open now
  const std::size_t before = open_descriptors();
  rlimit limits = {};
  ::getrlimit(RLIMIT_NOFILE, &limits);
  bool started = false;
  for (std::size_t spare = 0; !started && spare < 16; ++spare) {
    rlimit tight = limits;
    tight.rlim_cur = before + spare;
    ::setrlimit(RLIMIT_NOFILE, &tight);
    const Ending ending = loop.run(runner.run(fake({}), kept));
    ::setrlimit(RLIMIT_NOFILE, &limits);
    started = succeeded(ending);
    if (!started) {
      ASSERT_TRUE(std::holds_alternative<NotStarted>(ending)) << spare;
      EXPECT_EQ(std::get<NotStarted>(ending).error, EMFILE) << spare;
    }
    EXPECT_EQ(open_descriptors(), before) << spare;
    EXPECT_FALSE(has_children()) << spare;
  }
  EXPECT_TRUE(started);
}

}  // namespace
}  // namespace spool::core
