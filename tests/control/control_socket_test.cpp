// A controller and the terminals that speak to it, well and badly.
#include "core/control/control_socket.h"

#include "core/blocking.h"
#include "core/completion.h"
#include "core/control/holder_end.h"
#include "core/unique_fd.h"
#include "tests/cli/temporary_folder.h"
#include "tests/core/support.h"

#include <boost/asio/co_spawn.hpp>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <vector>

namespace spool::core {
namespace {

namespace asio = boost::asio;
using ::testing::ElementsAre;
using ::testing::SizeIs;
using Lines = std::vector<std::string>;

/// A client that keeps to no rules. Blocking: on a helper thread, but for what cannot wait.
class RawClient {
 public:
  explicit RawClient(const std::string& folder) : fd_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const UniqueFd opened(::open(folder.c_str(), O_PATH | O_CLOEXEC));
    const std::string path = "/proc/self/fd/" + std::to_string(opened.get()) + "/control";
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    void* place = &address;
    connected_ = ::connect(fd_.get(), static_cast<sockaddr*>(place), sizeof(address)) == 0;
  }
  [[nodiscard]] bool connected() const { return connected_; }
  /// False: the other side has closed.
  [[nodiscard]] bool say(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t count = ::send(fd_.get(), text.data(), text.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }
  /// All that comes until the other side closes.
  [[nodiscard]] std::string hear() const {
    std::string text;
    std::array<char, 4096> buffer = {};
    for (ssize_t count = 0; (count = ::read(fd_.get(), buffer.data(), buffer.size())) > 0;)
      text.append(buffer.data(), static_cast<std::size_t>(count));
    return text;
  }
  void say_no_more() const { ::shutdown(fd_.get(), SHUT_WR); }

 private:
  UniqueFd fd_;
  bool connected_ = false;
};

class ControlSocket : public ::testing::Test {
 protected:
  void listen() {
    std::filesystem::create_directories(folder_);
    auto server = ControlServer::listen(loop_.executor(), folder_,
                                        [this](std::string request) { return answer(std::move(request)); });
    ASSERT_TRUE(server) << server.error().message;
    server_ = std::move(*server);
  }

  /// "wait" is answered when "go" has come.
  asio::awaitable<std::string> answer(std::string request) {
    heard_.push_back(request);
    if (request == "go") go_.set(true);
    if (request == "wait") {
      const Waited<bool> gone = co_await go_.wait();
      EXPECT_TRUE(gone.has_value());
    }
    co_return "answer to " + request;
  }

  asio::awaitable<std::string> ask(std::string request) {
    auto answered = co_await ask_controller(loop_.executor(), folder_, std::move(request));
    co_return answered ? *answered : answered.error().code;
  }

  /// What `work` gives; the controller closes after it.
  asio::awaitable<std::string> then_close(asio::awaitable<std::string> work) {
    std::string text = co_await std::move(work);
    server_->close();
    co_return text;
  }
  std::string asked(std::string request) { return loop_.run(then_close(ask(std::move(request)))); }

  void follow_into(Lines& lines) {
    asio::co_spawn(loop_.context(),
                   follow_controller(loop_.executor(), folder_,
                                     [&lines](std::string_view line) { lines.emplace_back(line); }),
                   [&lines](std::exception_ptr, Result<void> ended) {
                     lines.emplace_back(ended ? "the end" : ended.error().code);
                   });
    loop_.run_ready();
  }

  cli::TemporaryFolder state_;
  std::string folder_ = state_ / "runs/r1";
  test::Loop loop_;
  CompletionSource<bool> go_{loop_.executor()};
  std::unique_ptr<ControlServer> server_;
  Lines heard_;
};

TEST_F(ControlSocket, GivenAQuestionItsAnswerComesBack) {
  listen();
  EXPECT_EQ(asked(R"({"do":"pause"})"), R"(answer to {"do":"pause"})");
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/control")) << "closed, and gone";
}

TEST_F(ControlSocket, GivenTwoTerminalsAtOnceNeitherWaitsForTheOther) {
  listen();
  std::string first;
  asio::co_spawn(loop_.context(), ask("wait"), [&](std::exception_ptr, std::string text) { first = text; });
  loop_.run_ready();
  EXPECT_EQ(first, "");

  EXPECT_EQ(asked("go"), "answer to go");
  EXPECT_EQ(first, "answer to wait");
}

TEST_F(ControlSocket, GivenItClosesWhileARequestIsUnderWayThatIsStillAnswered) {
  listen();
  std::string text;
  asio::co_spawn(loop_.context(), ask("wait"), [&](std::exception_ptr, std::string said) { text = said; });
  loop_.run_ready();

  server_->close();
  go_.set(true);
  loop_.run_dry();

  EXPECT_EQ(text, "answer to wait");
}

TEST_F(ControlSocket, GivenNobodyListensThatIsSaid) {
  EXPECT_EQ(loop_.run(ask("x")), "run.no_answer") << "no folder";
  std::filesystem::create_directories(folder_);
  EXPECT_EQ(loop_.run(ask("x")), "run.no_answer") << "no socket";
}

TEST_F(ControlSocket, GivenTheSocketOfADeadHolderItIsReplaced) {
  listen();
  std::filesystem::rename(folder_ + "/control", folder_ + "/kept");
  server_.reset();
  std::filesystem::rename(folder_ + "/kept", folder_ + "/control");
  ASSERT_FALSE(RawClient(folder_).connected());
  EXPECT_EQ(loop_.run(ask("x")), "run.no_answer");

  listen();
  EXPECT_EQ(asked("x"), "answer to x");
}

TEST_F(ControlSocket, GivenAFolderOfThreeHundredBytesItIsReached) {
  folder_ = state_ / (std::string(150, 'a') + "/" + std::string(150, 'b'));
  listen();
  EXPECT_EQ(asked("x"), "answer to x");
}

TEST_F(ControlSocket, OnlyItsOwnerMayConnect) {
  listen();
  struct stat found = {};
  ASSERT_EQ(::stat((folder_ + "/control").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
}

TEST_F(ControlSocket, GivenAClientThatGoesAwayInTheMiddleOfItsLineNothingHappens) {
  listen();
  {
    const RawClient client(folder_);
    ASSERT_TRUE(client.say(R"({"do":"can)"));
  }
  EXPECT_EQ(asked("x"), "answer to x");
  EXPECT_THAT(heard_, ElementsAre("x"));
}

TEST_F(ControlSocket, GivenAClientThatGoesAwayBeforeItsAnswerOthersAreStillServed) {
  listen();
  {
    const RawClient client(folder_);
    ASSERT_TRUE(client.say("wait\n"));
    loop_.run_ready();
  }
  EXPECT_EQ(asked("go"), "answer to go");
  EXPECT_THAT(heard_, ElementsAre("wait", "go"));
}

TEST_F(ControlSocket, GivenAMegabyteWithoutALineItsSenderIsDropped) {
  listen();
  Blocking thread(loop_.executor());
  const auto flood = [this] {
    const RawClient client(folder_);
    static_cast<void>(client.say(std::string(1U << 20U, 'x')));
    return client.hear();  // ends when we are dropped
  };
  EXPECT_EQ(loop_.run(then_close(thread.run(flood))), "");
  EXPECT_THAT(heard_, SizeIs(0));
}

TEST_F(ControlSocket, GivenGarbageThatIsALineTheControllerJudgesIt) {
  listen();
  EXPECT_EQ(asked("\xff\x01{{{"), "answer to \xff\x01{{{");
  EXPECT_FALSE(server_->has_followers());
}

TEST_F(ControlSocket, GivenSeveralQuestionsInOneBreathAllAreAnswered) {
  listen();
  Blocking thread(loop_.executor());
  const auto talk = [this] {
    const RawClient client(folder_);
    EXPECT_TRUE(client.say("a\nb\nc\n"));
    client.say_no_more();
    return client.hear();
  };
  EXPECT_EQ(loop_.run(then_close(thread.run(talk))), "answer to a\nanswer to b\nanswer to c\n");
}

TEST_F(ControlSocket, GivenMoreClientsThanTerminalsTheRestIsTurnedAway) {
  listen();
  std::vector<std::unique_ptr<RawClient>> idle;
  for (int i = 0; i < 64; ++i) idle.push_back(std::make_unique<RawClient>(folder_));
  loop_.run_ready();
  const RawClient late(folder_);
  loop_.run_ready();
  EXPECT_EQ(late.hear(), "");

  idle.clear();
  loop_.run_ready();
  EXPECT_EQ(asked("x"), "answer to x");
}

// ---- followers ----

constexpr const char* followed = R"(answer to {"do":"follow"})";

TEST_F(ControlSocket, GivenAFollowerItGetsTheAnswerThenEveryLineThenTheEnd) {
  listen();
  server_->publish("before it came");
  EXPECT_FALSE(server_->has_followers());
  Lines lines;
  follow_into(lines);
  ASSERT_TRUE(server_->has_followers());

  server_->publish("one");
  server_->publish("two");
  server_->close();
  loop_.run_dry();

  EXPECT_THAT(lines, ElementsAre(followed, "one", "two", "the end"));
  EXPECT_FALSE(server_->has_followers());
}

TEST_F(ControlSocket, GivenALineLargerThanAnyRequestAFollowerGetsItWhole) {
  listen();
  Lines lines;
  follow_into(lines);
  const std::string large(500'000, 'x');
  server_->publish(large);
  loop_.run_ready();
  server_->close();
  loop_.run_dry();
  EXPECT_THAT(lines, ElementsAre(followed, large, "the end"));
}

TEST_F(ControlSocket, GivenAFollowerThatDoesNotReadItIsDroppedAndTheOthersMissNothing) {
  listen();
  const RawClient sleeper(folder_);
  ASSERT_TRUE(sleeper.say("{\"do\":\"follow\"}\n"));
  loop_.run_ready();
  ASSERT_TRUE(server_->has_followers());
  Lines lines;
  follow_into(lines);

  const std::string line(10'000, 'x');
  for (int i = 0; i < 200; ++i) {
    server_->publish(line);
    loop_.run_ready();
  }
  EXPECT_LT(sleeper.hear().size(), 2'000'000U) << "it ends before all has come";
  server_->close();
  loop_.run_dry();

  EXPECT_THAT(lines, SizeIs(202));
  EXPECT_EQ(lines.back(), "the end");
}

TEST_F(ControlSocket, GivenAFollowerThatGoesAwayThereIsNoneLeft) {
  listen();
  {
    const RawClient client(folder_);
    ASSERT_TRUE(client.say("{\"do\":\"follow\"}\n"));
    loop_.run_ready();
    ASSERT_TRUE(server_->has_followers());
  }
  loop_.run_ready();
  EXPECT_FALSE(server_->has_followers());
}

TEST_F(ControlSocket, GivenTheControllerCannotBeListenedForItSaysWhy) {
  const auto server =
      ControlServer::listen(loop_.executor(), state_ / "nowhere",
                            [this](std::string request) { return answer(std::move(request)); });
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().code, "state.unusable");
}

// ---- who holds and does not listen ----

asio::awaitable<bool> ended_within(asio::any_io_executor executor, Holder holder,
                                   std::chrono::milliseconds limit) {
  co_await until_ended(executor, std::move(holder), limit);
  co_return true;
}

TEST(HolderEnd, GivenItsProcessEndsWhoWaitsGoesOnAtOnce) {
  const pid_t child = ::fork();
  if (child == 0) {
    while (true) ::pause();
  }
  test::Loop loop;
  asio::co_spawn(loop.context(), ended_within(loop.executor(), {child, ""}, std::chrono::hours(1)),
                 [](std::exception_ptr, bool) {});
  loop.run_ready();
  ::kill(child, SIGKILL);
  loop.run_dry();  // would take an hour
  ::waitpid(child, nullptr, 0);
}

TEST(HolderEnd, GivenItDoesNotEndTheLimitDoes) {
  test::Loop loop;
  EXPECT_TRUE(loop.run(ended_within(loop.executor(), {::getpid(), ""}, std::chrono::milliseconds(1))));
  EXPECT_TRUE(loop.run(ended_within(loop.executor(), {0, ""}, std::chrono::milliseconds(1))));
}

}  // namespace
}  // namespace spool::core
