// Documents made to harm, and documents that are merely long.
#include "pipelines/document/interpolation.h"
#include "pipelines/document/yaml_tree.h"
#include "tests/document/told.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include <chrono>

namespace spool::pipelines {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

const std::string tail = "steps: {clips: {cut: moments}}\noutput: {clips: a.mp4}\n";

std::string moments(int count, const std::string& odd_row = {}) {
  std::string text = "inputs: {game: g.mp4}\nmoments:\n  of: game\n  list:\n";
  for (int i = 0; i < count; ++i) {
    text += "    - {start: " + std::to_string(i) + ".5, duration: 2, label: \"goal, " + std::to_string(i) +
            "\", tag: goal, rating: 3}\n";
  }
  return text + odd_row + tail;
}

TEST(Hostile, GivenAliasesOfAliasesThenTheyAreRefused) {
  std::string bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n";
  for (char name = 'b'; name < 'k'; ++name) {
    bomb += std::string(1, name) + ": &" + name + " [";
    for (int i = 0; i < 10; ++i) bomb += std::string(i == 0 ? "" : ", ") + "*" + static_cast<char>(name - 1);
    bomb += "]\n";
  }
  EXPECT_THAT(told(bomb),
              Contains(HasSubstr("document.limit: the aliases of this document repeat too much")));
}

TEST(Hostile, GivenDeepNestingThenItIsRefused) {
  EXPECT_THAT(told("a: " + std::string(100'000, '[')), Contains(HasSubstr("document.limit")));
  EXPECT_THAT(told("a: " + std::string(100'000, '{')), Contains(HasSubstr("document.")));
}

TEST(Hostile, GivenNamesThatGrowWithoutEndThenTheyAreRefused) {
  std::string text = "inputs: {game: g.mp4}\nvars:\n  a0: 0123456789\n";
  for (int i = 1; i < 30; ++i) {
    const std::string before = "${a" + std::to_string(i - 1) + "}";
    text += "  a" + std::to_string(i) + ": \"" + before + before + before + "\"\n";
  }
  EXPECT_THAT(told(text + "output: {game: a.mp4}\n"), Contains(HasSubstr("document.limit")));
}

TEST(Hostile, GivenAThousandFaultsThenTheRestIsSummedUp) {
  std::string text = "inputs: {game: g.mp4}\nvars:\n";
  for (int i = 0; i < 3000; ++i) text += "  bad name " + std::to_string(i) + ": x\n";
  const auto lines = told(text + "output: {game: a.mp4}\n");
  EXPECT_EQ(lines.size(), 1001U);
  EXPECT_THAT(lines, Contains(HasSubstr("document.many")));
}

TEST(Long, GivenAHundredThousandMomentsThenTheyAreReadInTime) {
  const std::string text = moments(100'000);
  const auto start = std::chrono::steady_clock::now();
  const Document document = good(text);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  ASSERT_EQ(document.moments->blocks[0].list.size(), 100'000U);
  EXPECT_EQ(document.moments->blocks[0].list[99'999].label, "goal, 99999");
  EXPECT_EQ(document.moments->blocks[0].list[99'999].line, 100'004);
  EXPECT_LT(took.count(), 20) << "0.7 s in a release build; with sanitizers much slower, but not by orders";
}

// Rows are read by a short cut. It must make the same tree as yaml-cpp alone.
TEST(Long, GivenARowThatIsNotSimpleThenItIsReadLikeTheOthers) {
  const std::string odd =
      "    - {start: 3, label: 'it''s', tag: [a, b]}  # a comment\n    - {start: \"\\x31\"}\n";
  const auto many = good(moments(200, odd)).moments->blocks[0].list;
  const auto few = good(moments(1, odd)).moments->blocks[0].list;
  ASSERT_EQ(many.size(), 202U);
  EXPECT_EQ(many[200].label, "it's");
  EXPECT_EQ(many[201].start, few[2].start);
  EXPECT_EQ(many[0].label, few[0].label);
  EXPECT_EQ(many[0].column, few[0].column);
  EXPECT_EQ(many[0].columns, few[0].columns);
}

TEST(Long, GivenRowsInsideABlockOfTextThenTheyStayText) {
  std::string text = "inputs: {game: g.mp4}\nvars:\n  a: |\n";
  for (int i = 0; i < 200; ++i) text += "    - {start: 1}\n";
  const Document document = good(text + "output: {game: a.mp4}\n");
  EXPECT_THAT(document.vars.at(0).second, HasSubstr("- {start: 1}\n- {start: 1}\n"));
}

TEST(Long, GivenAFaultBehindManyRowsThenItsPlaceIsRight) {
  EXPECT_THAT(
      told(moments(200, "    - {start: soon}\n    - {start: 1, label: a: b}\n")),
      ::testing::ElementsAre(
          R"(206:25 document.syntax: a colon and a space inside of a text make a new key of it | quote the text: "a: b")"));
  EXPECT_THAT(told(moments(200, "    - {start: soon}\n")), Contains(HasSubstr("205:15 document.time")));
}

class Clip : public Scope {
 public:
  [[nodiscard]] std::optional<std::string> find(std::string_view name) const override {
    if (name == "label") return "Goal ${x} $5";
    if (name == "shirt_no") return "007";
    return std::nullopt;
  }
  [[nodiscard]] std::vector<std::string> names() const override { return {"label", "shirt_no"}; }
};

TEST(Interpolation, GivenAClipThenItsNamesAreFilledInOnce) {
  const Clip clip;
  const auto text = [&](const std::string& written) {
    return expand({written, {"a.yaml", 3, 5}}, clip).value();
  };
  EXPECT_EQ(text("${label}!"), "Goal ${x} $5!") << "what a label holds is text";
  EXPECT_EQ(text("#${shirt_no} ${nothing|nobody}"), "#007 nobody");
  EXPECT_EQ(text("${nothing|}"), "");
  EXPECT_EQ(text("$$${label}"), "$Goal ${x} $5");
  EXPECT_EQ(text("$${label}"), "${label}");
}

TEST(Interpolation, GivenAnUnknownNameThenTheNearestIsTold) {
  const auto result = expand({"${shirt_on}", {"a.yaml", 3, 5}}, Clip());
  ASSERT_TRUE(result.has_error());
  EXPECT_EQ(core::to_line(result.error()), "a.yaml:3:5: nothing is named `shirt_on`");
  EXPECT_EQ(result.error().hint, "did you mean `shirt_no`?");
}

}  // namespace
}  // namespace spool::pipelines
