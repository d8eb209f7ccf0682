// The state folder, opened: made where missing, refused with a remedy where it cannot be used.
#include "pipelines/state/state_folder.h"

#include "tests/core/support.h"
#include "tests/state/folder.h"

#include <gtest/gtest.h>

namespace spool::test {
namespace {

using pipelines::StateFolder;

TEST(StateFolders, given_none_yet_it_is_made_with_its_journal_and_facts) {
  const TemporaryFolder folder;
  Loop loop;
  const auto state = StateFolder::open(loop.executor(), folder / "deep/state", 1'000'000);
  ASSERT_TRUE(state) << state.error().message;
  EXPECT_TRUE(is_there(folder / "deep/state/journal.db"));
  EXPECT_TRUE(is_there(folder / "deep/state/facts.db"));
  EXPECT_EQ((*state)->path(), folder / "deep/state");
  EXPECT_EQ((*state)->cache().status().limit, 1'000'000U);
}

TEST(StateFolders, given_two_controllers_both_open_it) {
  const TemporaryFolder folder;
  Loop loop;
  const auto one = StateFolder::open(loop.executor(), folder.path(), 0);
  const auto two = StateFolder::open(loop.executor(), folder.path(), 0);
  EXPECT_TRUE(one);
  EXPECT_TRUE(two) << two.error().message;
}

TEST(StateFolders, given_a_file_in_its_place_it_is_refused_with_a_remedy) {
  const TemporaryFolder folder;
  write_file(folder / "state", "a file");
  Loop loop;
  const auto state = StateFolder::open(loop.executor(), folder / "state", 0);
  ASSERT_FALSE(state);
  EXPECT_EQ(state.error().code, "state.unusable");
  EXPECT_NE(state.error().hint, "");
}

}  // namespace
}  // namespace spool::test
