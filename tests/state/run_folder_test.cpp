// Work files of a run: what counts, what is swept when its controller died, and what is nobody's business.
#include "pipelines/state/run_folder.h"

#include "core/control/control_address.h"
#include "core/control/run_lock.h"
#include "core/journal/run_event.h"
#include "core/journal/sqlite_store.h"
#include "tests/core/support.h"
#include "tests/state/folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace spool::test {
namespace {

using pipelines::FilmFolder;
namespace fs = std::filesystem;

constexpr const char* run = "20261121-101500-abcdef";

class RunFolders : public ::testing::Test {
 protected:
  FilmFolder film(const std::string& name = "") {
    auto made = FilmFolder::make(state_.path(), run, name);
    EXPECT_TRUE(made) << made.error().message;
    return std::move(*made);
  }
  std::string folder() const { return pipelines::run_folder_path(state_.path(), run); }
  /// The run as it is on record.
  void put_on_record(std::vector<core::RunEvent> events) {
    auto store = core::SqliteStore::open(loop_.executor(), state_.path());
    ASSERT_TRUE(store) << store.error().message;
    std::vector<core::Entry> entries;
    for (const core::RunEvent& event : events)
      entries.push_back(core::to_entry(run, std::chrono::system_clock::now(), event));
    bool kept = false;
    (*store)->append(std::move(entries), [&](const core::Result<void>& done) { kept = done.has_value(); });
    loop_.run_dry();
    ASSERT_TRUE(kept);
  }

  TemporaryFolder state_;
  Loop loop_;
};

TEST_F(RunFolders, given_a_finished_attempt_it_counts_under_its_own_name) {
  const FilmFolder folder = film();
  const std::string attempt = FilmFolder::attempt_name(2, 3, "clip.mp4");
  EXPECT_EQ(attempt, "try-2-3.clip.mp4");
  write_file(folder.path_of(attempt), "pictures");
  ASSERT_TRUE(folder.keep(attempt, "clip.mp4"));
  EXPECT_EQ(read_file(folder.path_of("clip.mp4")), "pictures");
  EXPECT_FALSE(is_there(folder.path_of(attempt)));
}

TEST_F(RunFolders, given_an_attempt_that_left_no_file_it_is_an_error_with_a_remedy) {
  const auto kept = film().keep("try-1-1.clip.mp4", "clip.mp4");
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().code, "disk.failed");
  EXPECT_NE(kept.error().hint, "");
}

TEST_F(RunFolders, given_a_folder_that_cannot_be_made_it_says_which_and_what_to_do) {
  write_file(state_ / "runs", "a file");
  const auto made = FilmFolder::make(state_.path(), run, "");
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, "state.unusable");
  EXPECT_NE(made.error().message.find(state_ / "runs"), std::string::npos);
}

TEST_F(RunFolders, given_a_dead_run_attempts_and_half_placed_films_go_and_the_rest_stays) {
  const FilmFolder one = film("item-1");
  write_file(one.path_of("try-1-1.clip.mp4"), "half");
  write_file(one.path_of("clip.mp4"), "whole");
  const std::string temporary = state_ / "films/.spool-film.mp4-x1";
  write_file(temporary, "half a film");
  ASSERT_TRUE(one.note_placing(temporary));
  pipelines::sweep_run(folder());
  EXPECT_FALSE(is_there(one.path_of("try-1-1.clip.mp4")));
  EXPECT_FALSE(is_there(temporary));
  EXPECT_EQ(read_file(one.path_of("clip.mp4")), "whole");
  EXPECT_TRUE(fs::is_empty(folder() + "/placing"));
}

TEST_F(RunFolders, given_a_note_that_names_another_file_that_file_is_left_alone) {
  film();
  write_file(state_ / "precious.mp4", "precious");
  write_file(folder() + "/placing/note", state_ / "precious.mp4");
  write_file(folder() + "/placing/empty", "");
  pipelines::sweep_run(folder());
  EXPECT_EQ(read_file(state_ / "precious.mp4"), "precious");
}

TEST_F(RunFolders, given_a_film_in_its_place_its_note_is_forgotten) {
  const FilmFolder one = film();
  const std::string temporary = state_ / "films/.spool-film.mp4-x1";
  ASSERT_TRUE(one.note_placing(temporary));
  one.forget_placing(temporary);
  EXPECT_TRUE(fs::is_empty(folder() + "/placing"));
}

TEST_F(RunFolders, given_runs_of_the_dead_they_are_swept_and_those_of_the_living_are_not) {
  put_on_record({core::RunSubmitted{"/films/a.yaml", "{}"}, core::RunTaken{1, 7, "here"}});
  const FilmFolder one = film();
  write_file(one.path_of("try-1-1.clip.mp4"), "half");
  write_file(folder() + "/" + std::string(core::control_name), "");  // it did not come to close its socket
  {
    const auto lock = core::RunLock::take(folder());
    ASSERT_TRUE(lock);
    pipelines::sweep_dead_runs(state_.path());
    EXPECT_TRUE(is_there(one.path_of("try-1-1.clip.mp4"))) << "its controller lives";
  }
  pipelines::sweep_dead_runs(state_.path());
  EXPECT_FALSE(is_there(one.path_of("try-1-1.clip.mp4")));
  EXPECT_TRUE(is_there(one.work())) << "it can be resumed";
}

TEST_F(RunFolders, given_a_run_that_is_over_its_folder_goes_whole) {
  core::RunEnded ended;
  ended.outcome = core::RunOutcome::succeeded;
  put_on_record({core::RunSubmitted{"/films/a.yaml", "{}"}, core::RunTaken{1, 7, "here"}, ended});
  const FilmFolder one = film();
  write_file(one.path_of("clip.mp4"), "whole");
  one.remove_logs();
  pipelines::sweep_dead_runs(state_.path());
  EXPECT_FALSE(is_there(folder()));
}

}  // namespace
}  // namespace spool::test
