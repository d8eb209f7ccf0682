#include "core/error_order.h"

#include <gmock/gmock.h>

namespace spool::core {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> lines_of(const Errors& errors) {
  std::vector<std::string> lines;
  for (const Error& error : errors) lines.push_back(to_line(error));
  return lines;
}

TEST(ErrorOrder, given_errors_of_several_files_then_the_documents_come_first_by_place_and_those_without_a_place_last) {
  const Errors errors = {{"usage.one", "no place", "", {}},        {"moments.start", "b", "", {"/b.csv", 2, 1}}, {"document.key", "late", "", {"d.yaml", 9, 1}},
                         {"moments.more", "rest", "", {"/b.csv", 0, 0}}, {"moments.start", "a", "", {"/a.csv", 7, 1}}, {"document.key", "right", "", {"d.yaml", 2, 8}},
                         {"document.key", "left", "", {"d.yaml", 2, 3}}, {"moments.start", "b too", "", {"/b.csv", 3, 1}}};
  EXPECT_THAT(lines_of(in_order_of_place(errors, "d.yaml")), ElementsAre("d.yaml:2:3: left", "d.yaml:2:8: right", "d.yaml:9:1: late", "/b.csv:2:1: b",
                                                                         "/b.csv:3:1: b too", "/b.csv: rest", "/a.csv:7:1: a", "no place"));
}

TEST(ErrorOrder, given_the_same_error_twice_then_it_is_told_once_and_others_of_its_place_stay) {
  const Error one{"document.key", "one", "", {"d.yaml", 2, 3}}, two{"document.key", "two", "", {"d.yaml", 2, 3}};
  EXPECT_THAT(lines_of(in_order_of_place({one, two, one, two}, "d.yaml")), ElementsAre("d.yaml:2:3: one", "d.yaml:2:3: two"));
}

}  // namespace
}  // namespace spool::core
