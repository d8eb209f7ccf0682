#include "core/error.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace spool::core {
namespace {

Error of(const std::string& code) { return {code, "message", "", {}}; }

TEST(Error, given_what_is_known_of_its_place_then_the_line_says_that_and_no_more) {
  EXPECT_EQ(to_line({"a.b", "no", "", {"reel.yaml", 3, 7}}), "reel.yaml:3:7: no");
  EXPECT_EQ(to_line({"a.b", "no", "", {"reel.yaml", 3, 0}}), "reel.yaml:3: no");
  EXPECT_EQ(to_line({"a.b", "no", "", {"reel.yaml", 0, 0}}), "reel.yaml: no");
  EXPECT_EQ(to_line({"a.b", "no", "", {}}), "no");
}

TEST(Error, given_its_code_then_the_first_word_decides_the_exit_code) {
  for (const char* asked : {"usage.option", "document.unknown_key", "moments.none", "output.exists"}) {
    EXPECT_EQ(exit_code_of(of(asked)), 2) << asked;
  }
  EXPECT_EQ(exit_code_of(of("input.truncated")), 3);
  EXPECT_EQ(exit_code_of(of("disk.full")), 1);
  EXPECT_EQ(exit_code_of(of("inputs.odd")), 1) << "a word only begins alike";
  EXPECT_EQ(exit_code_of(of("")), 1);
}

TEST(Error, given_several_then_what_was_asked_wrongly_comes_before_media_before_the_machine) {
  EXPECT_EQ(exit_code_of(Errors{of("disk.full"), of("input.missing"), of("document.key")}), 2);
  EXPECT_EQ(exit_code_of(Errors{of("disk.full"), of("input.missing")}), 3);
  EXPECT_EQ(exit_code_of(Errors{of("disk.full")}), 1);
}

TEST(Error, given_a_result_that_nobody_checked_then_taking_its_value_is_a_fault_of_ours) {
  const Result<int> none = of("disk.full");
  EXPECT_THROW(static_cast<void>(none.value()), std::logic_error);
  const Checked<int> nothing = Errors{};
  EXPECT_THROW(static_cast<void>(nothing.value()), std::logic_error);
}

}  // namespace
}  // namespace spool::core
