// What must hold of any selection, tried on thousands of random ones (seeded: a failure names its seed).
#include "pipelines/moments/import.h"
#include "tests/moments/moments_made.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <functional>
#include <random>
#include <set>

namespace spool::pipelines::testing {
namespace {

using Random = std::mt19937;

int below(Random& random, int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); }

std::vector<TaggedMoment> random_moments(Random& random, int count, int length) {
  static const std::vector<std::string> tags = {"goal", "save", "corner", "foul"};
  std::vector<TaggedMoment> moments;
  for (int i = 0; i < count; ++i) {
    const int from = below(random, length * 10 - 1);
    const int to = from + 1 + below(random, std::min(80, length * 10 - from));
    Tagged moment(Rational(from, 10), Rational(std::min(to, length * 10), 10), "m" + std::to_string(i));
    if (below(random, 3) > 0) moment.rating = Rational(below(random, 10), 2);
    for (int t = below(random, 3); t > 0; --t)
      moment.tags.push_back(tags[static_cast<std::size_t>(below(random, 4))]);
    moments.push_back(std::move(moment));
  }
  return moments;
}

MomentBlock random_block(Random& random) {
  MomentBlock block = block_of_file();
  block.before = Rational(below(random, 40), 10);
  block.after = Rational(below(random, 40), 10);
  if (below(random, 2) == 0) block.merge = Rational(below(random, 30), 10);
  if (below(random, 2) == 0) block.at_most = Rational(1 + below(random, 60));
  if (below(random, 3) == 0) block.keep = {one_of("tag", {"goal", "save"})};
  if (below(random, 3) == 0) block.order = MomentOrder::rating;
  return block;
}

Rational total(const std::vector<Moment>& moments) {
  Rational sum = 0;
  for (const Moment& moment : moments) sum += moment.length();
  return sum;
}

/// Each moment's label parts and tags are those of the tagged moments that it was made of.
void expect_nothing_lost(const Moment& moment, const std::vector<TaggedMoment>& tagged) {
  std::set<std::string> expected, found(moment.tags.begin(), moment.tags.end());
  std::string label = moment.label + " / ";
  for (std::size_t at = 0; at < label.size();) {
    const std::size_t end = label.find(" / ", at);
    const TaggedMoment& source = tagged[std::stoul(label.substr(at + 1, end - at - 1))];
    expected.insert(source.tags.begin(), source.tags.end());
    EXPECT_LE(moment.from, source.start.seconds);
    EXPECT_GE(moment.to, source.end->seconds);
    if (source.rating) {
      EXPECT_TRUE(moment.rating && *moment.rating >= *source.rating);
    }
    at = end + 3;
  }
  EXPECT_EQ(found, expected);
}

void expect_order(const std::vector<Moment>& moments, MomentOrder order) {
  const auto rating = [](const Moment& moment) { return moment.rating.value_or(Rational(0)); };
  for (std::size_t i = 0; i < moments.size(); ++i) {
    EXPECT_EQ(moments[i].index, static_cast<std::int64_t>(i) + 1);
    if (i == 0) continue;
    const Moment &before = moments[i - 1], &after = moments[i];
    const bool by_time = order == MomentOrder::time || rating(before) == rating(after);
    EXPECT_TRUE(by_time ? before.from <= after.from : rating(before) > rating(after));
  }
}

TEST(Properties, hold_for_any_selection) {
  int with_budget = 0, with_merge = 0;
  for (unsigned seed = 0; seed < 2000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    const auto tagged = random_moments(random, 1 + below(random, 60), 60);
    const MomentBlock block = random_block(random);
    const auto selection = select_from(block, tagged);
    if (!selection) {
      ASSERT_EQ(selection.error().at(0).code, "moments.none");
      continue;
    }
    with_budget += block.at_most ? 1 : 0;
    with_merge += block.merge ? 1 : 0;
    EXPECT_TRUE(!block.at_most || total(selection->moments) <= *block.at_most);
    expect_order(selection->moments, block.order);
    for (const Moment& moment : selection->moments) {
      EXPECT_GE(moment.from, Rational(0));
      EXPECT_LT(moment.from, moment.to);
      EXPECT_LE(moment.to, Rational(60));
      expect_nothing_lost(moment, tagged);
    }
    if (::testing::Test::HasFailure()) return;
  }
  EXPECT_GT(with_budget, 300);
  EXPECT_GT(with_merge, 300);
}

TEST(Properties, merged_moments_are_apart_by_more_than_merge) {
  for (unsigned seed = 0; seed < 500; ++seed) {
    Random random(seed);
    const auto tagged = random_moments(random, 30, 60);
    MomentBlock block = block_of_file();
    block.merge = Rational(below(random, 20), 10);
    const auto moments = selected(block, tagged).moments;
    for (std::size_t i = 1; i < moments.size(); ++i)
      ASSERT_GT(moments[i].from - moments[i - 1].to, *block.merge) << "seed " << seed;
  }
}

// ---- size
// ------------------------------------------------------------------------------------------------------------

/// Of the processor: other tests run beside it.
double seconds_of(const std::function<void()>& work) {
  const std::clock_t begun = std::clock();
  work();
  return static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC;
}

TEST(Size, a_hundred_thousand_moments_are_imported_and_selected_in_one_breath) {
  std::string csv = "start,end,label,tag,rating,player\n";
  for (int i = 0; i < 100000; ++i)
    csv += std::to_string(i) + ".5," + std::to_string(i + 4) + ",\"Goal, no. " + std::to_string(i) +
           "\",goal;save," + std::to_string(i % 5) + ",Smith\n";
  std::vector<TaggedMoment> tagged;
  const double importing = seconds_of([&] { tagged = import_tags(csv, "tags.csv").value(); });
  ASSERT_EQ(tagged.size(), 100000U);

  const Steady clock(200000);
  MomentBlock block = block_of_file();
  block.before = Rational(1, 4);
  block.at_most = Rational(100000);
  std::size_t left = 0;
  const std::vector<std::vector<TaggedMoment>> all = {tagged};
  const double selecting =
      seconds_of([&] { left = select(only(block), all, {&clock}).value().moments.size(); });
  EXPECT_GT(left, 20000U);
  RecordProperty("import_seconds", std::to_string(importing));
  RecordProperty("select_seconds", std::to_string(selecting));
  EXPECT_LT(importing, 5) << "0.3 s in a release build on a quiet machine";
  EXPECT_LT(selecting, 5) << "0.2 s in a release build on a quiet machine";
}

TEST(Size, moments_that_all_merge_into_one_take_no_quadratic_time) {
  std::vector<TaggedMoment> tagged;
  for (int i = 0; i < 100000; ++i) {
    Tagged moment(i, i + 2, "label " + std::to_string(i));
    moment.tags = {"tag " + std::to_string(i)};
    tagged.push_back(std::move(moment));
  }
  const Steady clock(200000);
  MomentBlock block = block_of_file();
  block.merge = Rational(1);
  Selection selection;
  const std::vector<std::vector<TaggedMoment>> all = {tagged};
  EXPECT_LT(seconds_of([&] { selection = select(only(block), all, {&clock}).value(); }), 5);
  ASSERT_EQ(selection.moments.size(), 1U);
  EXPECT_EQ(selection.moments[0].tags.size(), 100000U);
}

}  // namespace
}  // namespace spool::pipelines::testing
