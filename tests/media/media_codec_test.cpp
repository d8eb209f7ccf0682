// A probe as text and back: equal in every field, small for hours of video, and hostile text is an error.
#include "pipelines/media/media_codec.h"

#include "pipelines/media/media_codec_stamps.h"
#include "probing.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <random>

namespace spool::pipelines {
namespace {

using Stamps = std::vector<std::int64_t>;

// ---- random media ----

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}

  std::int64_t between(std::int64_t least, std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>(least, most)(engine_);
  }
  bool truth() { return between(0, 1) == 1; }
  std::string text() {
    std::string made(static_cast<std::size_t>(between(0, 12)), ' ');
    for (char& c : made) c = static_cast<char>(between(0, 255));
    return made;
  }
  Rational fraction(std::int64_t least) { return {between(least, 1'000'000'000'000), between(1, 1'000'000)}; }
  Stamps stamps() {
    Stamps made;
    std::int64_t at = between(-1'000'000, 1'000'000);
    for (std::int64_t runs = between(0, 6); runs > 0; --runs) {
      const std::int64_t step = between(0, 5000);
      const std::int64_t jitter = truth() ? between(0, 20) : 0;
      for (std::int64_t count = between(0, 40); count > 0; --count)
        made.push_back(at += step + between(0, jitter));
      at += between(0, 100'000);
    }
    return made;
  }

 private:
  std::mt19937_64 engine_;
};

VideoStream random_video(Random& random) {
  VideoStream video;
  video.index = static_cast<int>(random.between(-1, 100));
  video.ordinal = static_cast<int>(random.between(0, 100));
  video.codec = random.text();
  video.profile = random.text();
  video.pixel_format = random.text();
  video.width = static_cast<int>(random.between(1, 20000));
  video.height = static_cast<int>(random.between(1, 20000));
  video.sample_aspect = random.fraction(1);
  video.rotation = static_cast<int>(90 * random.between(0, 3));
  video.mirrored = random.truth();
  video.rate = random.fraction(0);
  video.average_rate = random.fraction(0);
  video.time_base = random.fraction(1);
  video.interlaced = random.truth();
  video.color_range = random.text();
  video.color_matrix = random.text();
  video.color_primaries = random.text();
  video.color_transfer = random.text();
  video.bits = static_cast<int>(random.between(1, 16));
  video.peak_nits = static_cast<int>(random.between(0, 10000));
  for (int i = 0; i < 10 && video.rotation > 0; ++i) video.light.display.push_back(random.fraction(0));
  video.light.brightest = static_cast<int>(random.between(0, 10000));
  video.light.average = static_cast<int>(random.between(0, 10000));
  return video;
}

AudioStream random_audio(Random& random) {
  AudioStream audio;
  audio.index = static_cast<int>(random.between(0, 100));
  audio.ordinal = static_cast<int>(random.between(0, 100));
  audio.codec = random.text();
  audio.sample_rate = static_cast<int>(random.between(1, 400000));
  audio.channels = static_cast<int>(random.between(1, 64));
  audio.layout = random.text();
  audio.language = random.text();
  audio.channels_change = random.truth();
  audio.time_base = random.fraction(1);
  return audio;
}

Media random_media(unsigned seed) {
  Random random(seed);
  Media media;
  media.path = "/" + random.text();
  media.format = random.text();
  media.kind = static_cast<ContainerKind>(random.between(0, 5));
  media.identity.device =
      std::numeric_limits<std::uint64_t>::max() - static_cast<std::uint64_t>(random.between(0, 9));
  media.identity.inode = static_cast<std::uint64_t>(random.between(0, 1'000'000));
  media.identity.size = static_cast<std::uint64_t>(random.between(0, 1'000'000));
  media.identity.modified_ns =
      random.between(std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max());
  media.identity.changed_ns = random.between(-5, 5);
  media.start = random.fraction(0);
  media.seconds = random.fraction(0);
  for (std::int64_t i = random.between(0, 3); i > 0; --i) media.video.push_back(random_video(random));
  for (std::int64_t i = random.between(0, 3); i > 0; --i) {
    media.audio.push_back(random_audio(random));
    media.sound.push_back(
        {random.between(-1000, 1000), random.between(0, 1'000'000), random.between(0, 4096), random.truth()});
  }
  media.variable_rate = random.truth();
  media.pictures.time_base = random.fraction(1);
  media.pictures.origin = random.fraction(-1000);
  if (random.truth()) media.pictures.container_start = random.fraction(-1'000'000);
  media.pictures.shown = random.stamps();
  media.pictures.keyframes = random.stamps();
  media.pictures.last_duration = random.between(0, 100'000);
  media.pictures.seams = random.stamps();
  media.pictures.reorder = static_cast<int>(random.between(0, 16));
  return media;
}

TEST(MediaCodec, GivenAnyMediaThenItComesBackEqual) {
  for (unsigned seed = 0; seed < 2000; ++seed) {
    const Media media = random_media(seed);
    const auto back = media_from_json(to_json(media));
    ASSERT_TRUE(back) << "seed " << seed << ": " << back.error().message;
    ASSERT_EQ(*back, media) << "seed " << seed;
  }
}

TEST(MediaCodec, GivenEveryProbedFileOfTheFootageThenItComesBackEqual) {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(testing::footage("")))
    paths.push_back(entry.path().string());
  ASSERT_FALSE(paths.empty()) << "scripts/spool fetches the footage";
  std::sort(paths.begin(), paths.end());
  std::size_t usable = 0;
  for (const ProbeReport& report : testing::probe_all(paths)) {
    if (!report.media) continue;
    ++usable;
    const std::string text = to_json(*report.media);
    const auto back = media_from_json(text);
    ASSERT_TRUE(back) << report.file << ": " << back.error().message;
    EXPECT_EQ(*back, *report.media) << report.file;
    EXPECT_LT(text.size(), 2500 + report.media->pictures.shown.size())
        << report.file << " costs more than a byte a picture";
  }
  EXPECT_GT(usable, 10U);
}

// ---- size ----

/// Stamps as a muxer rounds them to its ticks.
Stamps rounded(std::size_t count, Rational step, Rational first = 0) {
  Stamps stamps;
  for (std::size_t i = 0; i < count; ++i)
    stamps.push_back((first + step * Rational(static_cast<std::int64_t>(i))).round_half_up());
  return stamps;
}

TEST(MediaCodec, GivenThreeHoursOfConstantRateThenTheIndexIsAFewKilobytes) {
  const Rational ntsc(30000, 1001);
  Media media;
  media.video.emplace_back();
  media.video.front().width = media.video.front().height = 16;
  media.video.front().rate = media.video.front().average_rate = ntsc;
  const std::size_t count = 323'676;
  for (const std::int64_t ticks : {1000, 90000, 30000, 12800}) {
    media.pictures.time_base = Rational(1, ticks);
    media.pictures.shown = rounded(count, Rational(ticks) / ntsc, Rational(1, 3));
    media.pictures.keyframes.clear();
    for (std::size_t i = 0; i < count; i += 250) media.pictures.keyframes.push_back(media.pictures.shown[i]);
    const std::string text = to_json(media);
    EXPECT_LT(text.size(), 9000U) << "in ticks of 1/" << ticks;
    const auto back = media_from_json(text);
    ASSERT_TRUE(back);
    EXPECT_EQ(*back, media);
  }
}

TEST(MediaCodec, GivenStampsInRoundedStepsThenTheyAreOneRun) {
  const Stamps stamps = rounded(100'000, Rational(1001, 30));
  EXPECT_LT(to_runs(stamps, Rational(1001, 30)).size(), 40U);
  EXPECT_EQ(from_runs(to_runs(stamps, Rational(1001, 30))), stamps);
  EXPECT_EQ(to_runs({}, 0), "");
  EXPECT_EQ(to_runs({7}, 0), "7");
  EXPECT_EQ(to_runs({-7, -4, -1, 90}, 0), "-7+3x3 91");
}

// ---- hostile text ----

TEST(MediaCodec, GivenRunsThatCannotBeThenTheyAreRefused) {
  for (const char* text : {" ",
                           "x",
                           "1 ",
                           " 1",
                           "1  2",
                           "1+",
                           "1+2",
                           "1+2x",
                           "1+2x1",
                           "1+2x0",
                           "1+-2x3",
                           "1+2x-3",
                           "5 -1",
                           "1+2/0@0x3",
                           "1+2/3@3x3",
                           "1+2/3x4",
                           "1+2x3y",
                           "9223372036854775807 1",
                           "9223372036854775807+1x2",
                           "1+9223372036854775807x3",
                           "99999999999999999999",
                           "0+1x12000001",
                           "0+1x18446744073709551615",
                           "0+0x12000000 0+0x2",
                           "1+2/3@-1x3",
                           "0+9223372036854775807/9223372036854775807@0x99999999999"}) {
    EXPECT_FALSE(from_runs(text)) << text;
  }
  EXPECT_TRUE(from_runs("9223372036854775806+1x2"));
  EXPECT_TRUE(from_runs("-9223372036854775808"));
}

TEST(MediaCodec, GivenAnotherFormThenItIsDamaged) {
  const std::string good = to_json(random_media(7));
  for (const std::string& text :
       {std::string(), std::string("{}"), std::string("[]"), std::string("null"), std::string("{\"form\":1}"),
        std::string("{\"form\":\"media/0\"}"), std::string("{\"form\":\"media/1\"}"), good + "x",
        good.substr(0, good.size() - 1)}) {
    const auto media = media_from_json(text);
    ASSERT_FALSE(media) << text;
    EXPECT_EQ(media.error().code, "state.damaged");
  }
}

TEST(MediaCodec, GivenFlippedBytesThenItIsEitherMediaOrAnError) {
  std::mt19937 random(11);
  std::size_t refused = 0;
  for (unsigned seed = 0; seed < 100; ++seed) {
    const std::string good = to_json(random_media(seed));
    for (int i = 0; i < 100; ++i) {
      std::string bad = good;
      for (std::size_t flips = 1 + random() % 3; flips > 0; --flips)
        bad[random() % bad.size()] = "0123456789-+x/@ ,:[]{}\"\\ntf\xff"[random() % 29];
      const auto media = media_from_json(bad);
      if (!media) ++refused;
    }
  }
  EXPECT_GT(refused, 3000U) << "most damage shows";
}

TEST(MediaCodec, GivenMediaThatCannotBeTrueThenItIsDamaged) {
  const auto refused = [](void (*spoil)(Media&)) {
    Media media = random_media(1);
    media.video = {VideoStream()};
    media.video.front().width = media.video.front().height = 16;
    media.audio = {AudioStream()};
    media.audio.front().sample_rate = 48000;
    media.audio.front().channels = 2;
    media.sound = {SoundIndex()};
    EXPECT_TRUE(media_from_json(to_json(media))) << "it was good before";
    spoil(media);
    return !media_from_json(to_json(media));
  };
  EXPECT_TRUE(refused([](Media& media) { media.sound.emplace_back(); })) << "an index without its stream";
  EXPECT_TRUE(refused([](Media& media) { media.audio.front().sample_rate = 0; }));
  EXPECT_TRUE(refused([](Media& media) { media.video.front().width = 0; }));
  EXPECT_TRUE(refused([](Media& media) { media.video.front().time_base = 0; }));
  EXPECT_TRUE(refused([](Media& media) { media.pictures.time_base = -1; }));
  EXPECT_TRUE(refused([](Media& media) { media.video.front().rotation = 45; }));
}

}  // namespace
}  // namespace spool::pipelines
