// Cuts are exact: every picture of every clip is the one that the rule names, on every kind of source, at
// every speed. The rule is worked out here anew, by trying every picture. Source: EXACT, "Which frames".
#include "marked_sources.h"
#include "pipelines/ffmpeg/argv.h"
#include "pipelines/ffmpeg/progress.h"
#include "pipelines/ffmpeg/timing.h"
#include "real_ffmpeg.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <random>

namespace spool::test {
namespace {

using core::Rational;
using pipelines::ClipJob;
using pipelines::MediaPtr;

/// Cuts of each source in the short tests; 500 in all in the long ones.
constexpr int few = 10;

struct Wanted {
  Rational from, to, rate, speed;
};

/// How late a picture may be and still count as on time: a tick of the source, which its stamps are rounded to, but of coarse ones only
/// so much (half of it, of that half, …) that it is no more than a quarter of the usual time between pictures, and between frames.
Rational slack_of(const std::vector<Rational>& times, const Wanted& wanted, Rational tick) {
  std::vector<Rational> apart;
  for (std::size_t i = 1; i < times.size(); ++i) apart.push_back(times[i] - times[i - 1]);
  std::sort(apart.begin(), apart.end());
  const Rational usual = apart.empty() ? Rational(1) : apart[apart.size() / 2];
  Rational slack = tick;
  while (slack * 4 > usual || slack * 4 * wanted.rate > wanted.speed) slack = slack / 2;
  return slack;
}

/// The numbers of the pictures that the film must show.
std::vector<int> by_the_rule(const pipelines::PictureIndex& index, const std::vector<int>& numbers,
                             const Wanted& wanted) {
  std::vector<Rational> times;
  std::vector<int> shown;
  Rational after = Rational(index.end()) * index.time_base;
  for (std::size_t i = index.shown.size(); i-- > 0;) {
    const Rational at = Rational(index.shown[i]) * index.time_base;
    const bool inside = at - index.origin >= wanted.from && at - index.origin < wanted.to;
    if (inside) {
      times.insert(times.begin(), at);
      shown.insert(shown.begin(), numbers[i]);
    } else if (times.empty()) {
      after = at;
    }
  }
  if (times.empty()) return {};
  const Rational length = (after - times.front()) * wanted.rate / wanted.speed;
  const std::int64_t frames = std::max<std::int64_t>(1, (length + Rational(1, 2)).floor());
  bool at_its_own_rate = true;
  for (std::size_t i = 1; i < times.size(); ++i) at_its_own_rate = at_its_own_rate && (times[i] - times[i - 1]) * wanted.rate == wanted.speed;
  if (at_its_own_rate && frames == static_cast<std::int64_t>(shown.size())) return shown;
  const Rational slack = slack_of(times, wanted, index.time_base);
  std::vector<int> film;
  for (std::int64_t n = 0; n < frames; ++n) {
    const Rational due = times.front() + Rational(n) * wanted.speed / wanted.rate + slack;
    std::size_t last = 0;
    while (last + 1 < times.size() && times[last + 1] <= due) ++last;
    film.push_back(shown[last]);
  }
  return film;
}

ClipJob clip_of(const MediaPtr& media, const std::string& file, const Wanted& wanted) {
  ClipJob job;
  job.source = media;
  job.file = file;
  job.cut =
      pipelines::cut_pictures(media->pictures, media->kind, wanted.from, wanted.to, wanted.rate, wanted.speed)
          .value();
  job.format.width = marked_width;
  job.format.height = marked_height;
  job.format.rate = wanted.rate;
  job.format.crf = 12;
  job.format.preset = "ultrafast";
  job.output = "clip.mp4";
  return job;
}

class Random {
 public:
  explicit Random(const std::string& name) : engine_(static_cast<unsigned>(std::hash<std::string>()(name))) {}
  std::int64_t below(std::int64_t limit) {
    return static_cast<std::int64_t>(engine_() % static_cast<unsigned>(limit));
  }
  template <class T, std::size_t n>
  T one_of(const T (&choice)[n]) {
    return choice[below(n)];
  }

 private:
  std::mt19937 engine_;
};

/// A moment as people tag them: on a picture's edge, just beside one, anywhere, up to the end of the file.
Wanted some_moment(const pipelines::PictureIndex& index, Random& random, int turn) {
  const auto count = static_cast<std::int64_t>(index.shown.size());
  const auto time_of = [&](std::int64_t picture) {
    return Rational(index.shown[static_cast<std::size_t>(picture)]) * index.time_base - index.origin;
  };
  const std::int64_t lengths[] = {1, 2, 5, 20, 45, 70};
  const std::int64_t first = random.below(count - 1);
  const std::int64_t last = std::min(count - 1, first + random.one_of(lengths));
  const Rational hair(1, 1'000'000);
  Wanted wanted;
  const Rational end = Rational(index.end()) * index.time_base - index.origin;
  switch (turn % 5) {
    case 0:
      wanted = {time_of(first), time_of(last), 0, 0};
      break;
    case 1:
      wanted = {time_of(first) - hair, time_of(last) - hair, 0, 0};
      break;
    case 2:
      wanted = {time_of(first) + hair, time_of(last) + hair, 0, 0};
      break;
    case 3: {
      const Rational from(random.below(5000), 1000);
      wanted = {from, from + Rational(200 + random.below(2000), 1000), 0, 0};
      break;
    }
    default:
      wanted = {time_of(std::max<std::int64_t>(0, count - 1 - lengths[turn % 6])), end, 0, 0};
  }
  const Rational rates[] = {30, 25, Rational(30000, 1001), 50, Rational(60000, 1001), 12};
  const Rational speeds[] = {1, Rational(1, 2), 2, Rational(5, 4)};
  wanted.rate = random.one_of(rates);
  wanted.speed = random.one_of(speeds);
  return wanted;
}

/// A clip, rendered: its pictures are the expected ones, and out of the source come those that are planned. `of`: which it is.
void expect_pictures(const ClipJob& job, const std::vector<int>& expected, const std::string& of, const WorkFolder& folder) {
  const Ran ran = run(pipelines::argv_of(job, tools()), folder.path());
  ASSERT_EQ(ran.code, 0) << ran.err;
  pipelines::ClipWatch watch(pipelines::planned_stamps(job));
  watch.on_stderr(ran.err);
  watch.finish();
  EXPECT_EQ(pictures_in(folder / "clip.mp4"), expected) << of;
  EXPECT_TRUE(watch.as_planned()) << of << "\n" << ran.err;
}

std::string named(const Wanted& wanted) {
  return "[" + wanted.from.to_decimal(6) + ", " + wanted.to.to_decimal(6) + ") at " + wanted.rate.to_string() + ", speed " +
         wanted.speed.to_string();
}

/// Cut in two somewhere, each part shows its share of the pictures.
void expect_parts_are_the_whole(const ClipJob& whole, const std::vector<int>& expected, Random& random,
                                const WorkFolder& folder) {
  const auto frames = static_cast<std::int64_t>(expected.size());
  const std::int64_t middle = 1 + random.below(frames - 1);
  for (const pipelines::FrameRange range :
       {pipelines::FrameRange{0, middle}, pipelines::FrameRange{middle, frames}}) {
    ClipJob part = whole;
    part.cut =
        pipelines::part_of(whole.cut, whole.source->pictures, whole.source->kind, whole.format.rate, range);
    expect_pictures(part, std::vector<int>(expected.begin() + range.first, expected.begin() + range.end),
                    "frames " + std::to_string(range.first) + " to " + std::to_string(range.end) + " of " + std::to_string(frames) +
                        " at " + whole.format.rate.to_string() + ", speed " + whole.cut.speed.to_string(),
                    folder);
  }
}

struct Cuts {
  std::string kind;  ///< of source
  int count;
};

class CutsOf : public ::testing::TestWithParam<Cuts> {};

TEST_P(CutsOf, show_exactly_the_pictures_of_the_rule) {
  const auto& [kind, count] = GetParam();
  const WorkFolder folder;
  const std::string source = make_source(kind, folder.path());
  const MediaPtr media = media_of(source);
  ASSERT_TRUE(media);
  std::string file = source;
  if (media->kind == pipelines::ContainerKind::mpeg) {
    file = "remuxed.mp4";
    must_run(pipelines::argv_of(pipelines::RemuxJob{media, file}, tools()), folder.path());
  }
  const MediaPtr indexed = file == source ? media : media_of(folder / file);
  ASSERT_TRUE(indexed);
  const std::vector<int> numbers = pictures_in(folder / std::filesystem::path(file).filename().string());
  ASSERT_EQ(numbers.size(), indexed->pictures.shown.size());

  Random random(kind + (count > few ? " once more" : ""));
  for (int turn = 0; turn < count; ++turn) {
    const Wanted wanted = some_moment(indexed->pictures, random, turn);
    const std::vector<int> expected = by_the_rule(indexed->pictures, numbers, wanted);
    if (expected.empty()) continue;
    const ClipJob job = clip_of(indexed, file, wanted);
    expect_pictures(job, expected, named(wanted), folder);
    if (turn % 3 == 0 && expected.size() > 2) expect_parts_are_the_whole(job, expected, random, folder);
  }
}

TEST(CutsAtALowRate, end_with_the_first_picture_after_their_last_frame) {
  const WorkFolder folder;
  const std::string source = make_source("mp4-5994", folder.path());
  const MediaPtr media = media_of(source);
  ASSERT_TRUE(media);
  const pipelines::PictureIndex& index = media->pictures;
  const std::vector<int> numbers = pictures_in(source);
  for (const std::size_t end : {54U, 55U, 56U, 57U, 58U, 59U, 60U, 61U}) {  // half a frame of 8 a second is 3.7 pictures
    const Wanted wanted = {0, Rational(index.shown.at(end)) * index.time_base - index.origin, 8, 1};
    expect_pictures(clip_of(media, source, wanted), by_the_rule(index, numbers, wanted), named(wanted), folder);
  }
}

TEST(CutsAtTheirOwnRate, show_every_picture_of_a_source_whose_ticks_are_as_long_as_a_picture) {
  for (const std::string kind : {"avi-25", "avi-2997", "ogg-25", "coarse-30"}) {
    const WorkFolder folder;
    const std::string source = make_source(kind, folder.path());
    const MediaPtr media = media_of(source);
    ASSERT_TRUE(media);
    const pipelines::PictureIndex& index = media->pictures;
    const std::int64_t ticks = index.shown[1] - index.shown[0];
    EXPECT_EQ(ticks, 1) << kind;
    const Rational picture = Rational(ticks) * index.time_base;
    must_run(pipelines::argv_of(clip_of(media, source, {picture * 15, picture * 50, Rational(1) / picture, 1}), tools()), folder.path());
    std::vector<int> expected;
    for (int number = 15; number < 50; ++number) expected.push_back(number);
    EXPECT_EQ(pictures_in(folder / "clip.mp4"), expected) << kind;
    // Twice as fast a film: each twice, from the first to the last.
    must_run(pipelines::argv_of(clip_of(media, source, {picture * 15, picture * 50, Rational(2) / picture, 1}), tools()), folder.path());
    std::vector<int> twice;
    for (const int number : expected) twice.insert(twice.end(), 2, number);
    EXPECT_EQ(pictures_in(folder / "clip.mp4"), twice) << kind;
  }
}

std::vector<Cuts> cuts(const std::vector<std::string>& kinds, int count) {
  std::vector<Cuts> all;
  for (const std::string& kind : kinds) all.push_back({kind, count});
  return all;
}

std::string name_of(const ::testing::TestParamInfo<Cuts>& instance) {
  std::string name = instance.param.kind;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

const std::vector<std::string> kinds = {"mp4-25", "mp4-2997", "mp4-5994", "vfr",        "mov-30", "mkv-2997",
                                        "mkv-25", "webm-25",  "cut-2997", "opengop-30", "ts-25",
                                        "avi-25",  "avi-2997", "ogg-25",  "coarse-30"};
const std::vector<std::string> few_kinds = {"mp4-2997", "vfr", "mkv-25", "ts-25", "cut-2997"};
const std::vector<std::string> further_kinds = {"ps-25", "ts-2997", "late-25", "cut-25",  "coarse-25", "webm-30", "mkv-5994"};

INSTANTIATE_TEST_SUITE_P(Few, CutsOf, ::testing::ValuesIn(cuts(few_kinds, few)), name_of);
INSTANTIATE_TEST_SUITE_P(Long, CutsOf, ::testing::ValuesIn(cuts(kinds, 28)), name_of);
INSTANTIATE_TEST_SUITE_P(LongFurther, CutsOf, ::testing::ValuesIn(cuts(further_kinds, 28)), name_of);

}  // namespace
}  // namespace spool::test
