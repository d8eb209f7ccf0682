#include "core/place_file.h"

#include "tests/core/support.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

namespace spool::core {
namespace {

namespace fs = std::filesystem;

class PlaceFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "spool-place-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    write("work.mp4", "a film");
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string at(const std::string& name) const { return folder_ + "/" + name; }
  void write(const std::string& name, const std::string& text) const { std::ofstream(at(name)) << text; }
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(at(name)).rdbuf();
    return text.str();
  }
  [[nodiscard]] std::ptrdiff_t files() const {
    return std::distance(fs::directory_iterator(folder_), fs::directory_iterator());
  }

  std::string folder_;
};

TEST_F(PlaceFileTest, given_a_free_place_then_the_film_is_there_whole_with_the_mode_of_the_umask) {
  const mode_t before = ::umask(027);
  EXPECT_TRUE(place_file(at("work.mp4"), at("film.mp4"), IfExists::refuse));
  ::umask(before);
  EXPECT_EQ(read("film.mp4"), "a film");
  struct stat film = {};
  ASSERT_EQ(::stat(at("film.mp4").c_str(), &film), 0);
  EXPECT_EQ(film.st_mode & 07777U, 0640U);
  EXPECT_EQ(film.st_nlink, 1U) << "a copy, never the work file itself";
  EXPECT_EQ(files(), 2) << "no temporary file is left";
}

TEST_F(PlaceFileTest, given_something_in_its_place_then_it_is_refused_or_replaced_as_asked) {
  write("film.mp4", "precious");
  const auto refused = place_file(at("work.mp4"), at("film.mp4"), IfExists::refuse);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "output.exists");
  EXPECT_EQ(exit_code_of(refused.error()), 2);
  EXPECT_EQ(read("film.mp4"), "precious");
  EXPECT_TRUE(place_file(at("work.mp4"), at("film.mp4"), IfExists::replace));
  EXPECT_EQ(read("film.mp4"), "a film");
  EXPECT_EQ(files(), 2);
}

TEST_F(PlaceFileTest, given_a_link_in_its_place_then_the_link_is_replaced_and_what_it_names_is_untouched) {
  write("other", "precious");
  fs::create_symlink(at("other"), at("film.mp4"));
  EXPECT_EQ(place_file(at("work.mp4"), at("film.mp4"), IfExists::refuse).error().code, "output.exists");
  EXPECT_TRUE(place_file(at("work.mp4"), at("film.mp4"), IfExists::replace));
  EXPECT_EQ(read("other"), "precious");
  EXPECT_FALSE(fs::is_symlink(at("film.mp4")));
}

TEST_F(PlaceFileTest, given_a_name_as_long_as_names_can_be_and_odd_then_it_works) {
  const std::string name = "-%03d 'x'\n:\xff" + std::string(240, 'l');
  EXPECT_TRUE(place_file(at("work.mp4"), at(name), IfExists::refuse));
  EXPECT_EQ(read(name), "a film");
}

TEST_F(PlaceFileTest, given_a_place_that_cannot_be_written_then_the_error_says_so_and_nothing_is_left) {
  fs::create_directory(at("folder"));
  EXPECT_EQ(place_file(at("work.mp4"), at("missing/film.mp4"), IfExists::refuse).error().code,
            "output.unwritable");
  EXPECT_EQ(place_file(at("work.mp4"), at("work.mp4/film.mp4"), IfExists::refuse).error().code,
            "output.unwritable");
  EXPECT_EQ(place_file(at("work.mp4"), at("folder"), IfExists::replace).error().code, "output.unwritable");
  EXPECT_EQ(place_file(at("nothing.mp4"), at("film.mp4"), IfExists::refuse).error().code, "disk.failed");
  EXPECT_EQ(files(), 2);
}

TEST_F(PlaceFileTest, given_a_copy_that_fails_half_way_then_nothing_partial_is_left) {
  std::ofstream(at("large")) << std::string(3'000'000, 'x');
  struct sigaction ignored = {}, before = {};
  ignored.sa_handler = SIG_IGN;
  ::sigaction(SIGXFSZ, &ignored, &before);
  rlimit limits = {};
  ::getrlimit(RLIMIT_FSIZE, &limits);
  const rlimit tight = {1'000'000, limits.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &tight);
  const auto placed = place_file(at("large"), at("film.mp4"), IfExists::refuse);
  ::setrlimit(RLIMIT_FSIZE, &limits);
  ::sigaction(SIGXFSZ, &before, nullptr);
  ASSERT_FALSE(placed);
  EXPECT_EQ(placed.error().code, "disk.failed");
  EXPECT_EQ(files(), 2) << "work.mp4 and large";
}

TEST_F(PlaceFileTest, when_it_is_stopped_then_nothing_is_left) {
  std::stop_source stop;
  stop.request_stop();
  const auto placed = place_file(at("work.mp4"), at("film.mp4"), IfExists::refuse, "", stop.get_token());
  ASSERT_FALSE(placed);
  EXPECT_EQ(placed.error().code, "work.cancelled");
  EXPECT_EQ(files(), 1);
}

TEST_F(PlaceFileTest, given_an_empty_file_and_one_of_many_megabytes_then_both_come_whole) {
  write("empty", "");
  EXPECT_TRUE(place_file(at("empty"), at("empty.mp4"), IfExists::refuse));
  EXPECT_EQ(fs::file_size(at("empty.mp4")), 0U);
  std::ofstream(at("large")) << std::string(20'000'000, 'x');
  EXPECT_TRUE(place_file(at("large"), at("large.mp4"), IfExists::refuse));
  EXPECT_EQ(read("large.mp4"), read("large"));
}

TEST_F(PlaceFileTest, given_the_helper_thread_then_the_loop_resumes_with_the_result) {
  test::Loop loop;
  Blocking blocking(loop.executor());
  EXPECT_TRUE(loop.run(place_file(blocking, at("work.mp4"), at("film.mp4"), IfExists::refuse)));
  const auto again = loop.run(place_file(blocking, at("work.mp4"), at("film.mp4"), IfExists::refuse));
  EXPECT_EQ(again.error().code, "output.exists");
}

TEST_F(PlaceFileTest, given_functions_for_the_helper_thread_then_they_run_there_in_their_order) {
  test::Loop loop;
  Blocking blocking(loop.executor());
  std::vector<int> order;
  const auto here = std::this_thread::get_id();
  for (int i = 0; i < 3; ++i) {
    blocking.run([i, here] { return std::this_thread::get_id() == here ? -1 : i; },
                 [&](int given) { order.push_back(given); });
  }
  loop.run_dry();
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2}));
}

}  // namespace
}  // namespace spool::core
