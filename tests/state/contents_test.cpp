// What files hold: nobody waits for a large one to be read, unless it may be one that is known.
#include "pipelines/state/contents.h"

#include "tests/core/support.h"
#include "tests/state/folder.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <string>

namespace spool::test {
namespace {

using pipelines::Contents;

class ContentsOfFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    auto facts = core::FileFacts::open(state_.path());
    ASSERT_TRUE(facts) << facts.error().message;
    facts_ = std::make_unique<core::FileFacts>(std::move(*facts));
  }

  /// Old enough to be remembered.
  std::string file(const std::string& name, const std::string& text) const {
    write_file(state_ / name, text);
    while (core::identify(state_ / name)->young) continue;
    return state_ / name;
  }
  core::Digest digest(const std::string& path) const {
    return *core::digest_of_file(path, *core::identify(path));
  }

  enum class Ask { look, recall, all };
  /// What is known as soon as the question is answered.
  std::optional<core::Digest> ask(Ask how, const std::string& path) {
    core::Blocking blocking(loop_.executor());
    Contents contents(loop_.executor(), blocking, *facts_);
    return loop_.run(asked(contents, how, path));
  }
  static boost::asio::awaitable<std::optional<core::Digest>> asked(Contents& contents, Ask how,
                                                                   std::string path) {
    std::vector<std::string> paths(1, path);
    std::vector<std::string> again = paths;
    if (how == Ask::recall) {
      co_await contents.recall(std::move(paths));
    } else {
      co_await contents.look_at(std::move(paths));
    }
    if (how == Ask::all) co_await contents.read_all(std::move(again));
    auto found = contents.of(path);
    co_return found;
  }

  TemporaryFolder state_;
  std::unique_ptr<core::FileFacts> facts_;
  Loop loop_;
};

TEST_F(ContentsOfFiles, given_a_new_file_whoever_waits_for_it_gets_its_digest_and_the_next_session_knows_it) {
  const std::string game = file("game.mp4", "pictures");
  EXPECT_EQ(ask(Ask::recall, game), std::nullopt) << "a dry run reads nothing";
  EXPECT_EQ(ask(Ask::all, game), digest(game));
  EXPECT_EQ(ask(Ask::recall, game), digest(game));
}

TEST_F(ContentsOfFiles, given_a_large_new_file_nobody_waits_until_it_is_read) {
  const std::string large = file("large.mp4", std::string(200'000'000, 'x'));
  EXPECT_EQ(ask(Ask::look, large), std::nullopt);
}

TEST_F(ContentsOfFiles, given_a_copy_of_a_known_file_it_is_waited_for) {
  const std::string game = file("game.mp4", std::string(50'000'000, 'x'));
  const auto known = ask(Ask::all, game);
  const std::string copy = file("copy.mp4", std::string(50'000'000, 'x'));
  EXPECT_EQ(ask(Ask::look, copy), known);
}

TEST_F(ContentsOfFiles, given_another_size_date_or_byte_what_was_known_of_it_counts_no_more) {
  const std::string game = file("game.mp4", "pictures");
  const auto before = ask(Ask::all, game);
  struct stat was = {};
  ASSERT_EQ(stat(game.c_str(), &was), 0);
  file("game.mp4", "picture!");
  const timespec times[2] = {was.st_atim, was.st_mtim};
  ASSERT_EQ(utimensat(AT_FDCWD, game.c_str(), times, 0), 0);
  EXPECT_EQ(ask(Ask::recall, game), std::nullopt) << "ctime tells";
  EXPECT_NE(ask(Ask::all, game), before);
}

TEST_F(ContentsOfFiles, given_a_file_that_is_not_there_it_is_not_waited_for) {
  EXPECT_EQ(ask(Ask::all, state_ / "nothing.mp4"), std::nullopt);
}

}  // namespace
}  // namespace spool::test
