#include "core/signals.h"

#include "core/launcher.h"
#include "tests/core/support.h"

#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

namespace spool::core {
namespace {

/// Runs `child` in a process of its own and gives its wait status.
template <class Child>
int status_of(Child child) {
  const pid_t pid = ::fork();
  if (pid == 0) {
    child();
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(pid, &status, 0);
  return status;
}

TEST(Signals, given_a_signal_that_we_catch_then_it_comes_as_an_event) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGTSTP}) {
    const int status = status_of([signal] {
      test::Loop loop;
      Signals signals(loop.executor());
      boost::asio::post(loop.executor(), [signal] { ::raise(signal); });
      ::_exit(loop.run(signals.next()) == signal ? 42 : 1);
    });
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 42) << signal;
  }
}

TEST(Signals, given_one_that_was_ignored_at_the_start_then_it_stays_ignored) {
  const int status = status_of([] {
    ::signal(SIGHUP, SIG_IGN);
    test::Loop loop;
    Signals signals(loop.executor());
    boost::asio::post(loop.executor(), [] {
      ::raise(SIGHUP);
      ::raise(SIGINT);
    });
    ::_exit(loop.run(signals.next()) == SIGINT ? 42 : 1);
  });
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 42);
}

TEST(Signals, given_a_reader_that_has_gone_then_writing_is_an_error_and_not_our_death) {
  const int status = status_of([] {
    test::Loop loop;
    const Signals signals(loop.executor());
    std::array<int, 2> ends = {};
    if (::pipe(ends.data()) != 0) ::_exit(1);
    ::close(ends[0]);
    ::_exit(::write(ends[1], "x", 1) < 0 && errno == EPIPE ? 42 : 1);
  });
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 42);
}

TEST(Signals, when_raised_again_then_a_shell_sees_the_signal_itself) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    const int status = status_of([signal] {
      test::Loop loop;
      const Signals signals(loop.executor());
      raise_again(signal);
    });
    EXPECT_TRUE(WIFSIGNALED(status)) << signal;
    EXPECT_EQ(WTERMSIG(status), signal);
  }
}

TEST(Signals, when_stopped_then_we_stop_as_by_default_and_go_on_when_continued) {
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::setpgid(0, 0);
    test::Loop loop;
    const Signals signals(loop.executor());
    ChildRunner children(loop.executor());
    loop.run(stop_until_continued(children));
    struct sigaction after = {};
    ::sigaction(SIGTSTP, nullptr, &after);
    ::_exit(after.sa_handler != SIG_DFL ? 42 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(pid, &status, WUNTRACED), pid);
  ASSERT_TRUE(WIFSTOPPED(status));
  EXPECT_EQ(WSTOPSIG(status), SIGTSTP);
  ::kill(pid, SIGCONT);
  ASSERT_EQ(::waitpid(pid, &status, 0), pid);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 42);
}

TEST(Signals, when_we_are_killed_then_the_children_die_with_us) {
  std::array<int, 2> ends = {};
  ASSERT_EQ(::pipe(ends.data()), 0);
  const pid_t pid = ::fork();
  if (pid == 0) {
    test::Loop loop;
    ChildRunner children(loop.executor());
    struct Tell final : Output {
      explicit Tell(int pipe) : fd(pipe) {}
      bool on_stdout(std::string_view chunk) override { return ::write(fd, chunk.data(), chunk.size()) > 0; }
      void on_stderr(std::string_view) override {}
      int fd;
    } tell(ends[1]);
    loop.run(children.run(test::fake({"ignore-term", "tell:pid", "forever"}), tell));
    ::_exit(1);
  }
  std::array<char, 32> text = {};
  ASSERT_GT(::read(ends[0], text.data(), text.size() - 1), 0);
  const pid_t grandchild = std::atoi(text.data());
  ASSERT_GT(grandchild, 0);
  const UniqueFd pidfd = launching::open_pidfd(grandchild);
  ::kill(pid, SIGKILL);
  ::waitpid(pid, nullptr, 0);
  pollfd ended = {pidfd.get(), POLLIN, 0};
  EXPECT_EQ(::poll(&ended, 1, 2000), 1) << "the child outlived us";
  for (const int fd : {ends[0], ends[1]}) ::close(fd);
}

}  // namespace
}  // namespace spool::core
