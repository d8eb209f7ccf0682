// The arithmetic by itself, on indices small enough to work out by hand. Source: EXACT.

#include "pipelines/ffmpeg/timing.h"

#include "pipelines/ffmpeg/film_format.h"
#include "pipelines/ffmpeg/mp4_parts.h"
#include "real_ffmpeg.h"

#include <gtest/gtest.h>

namespace spool::test {
namespace {

using namespace pipelines;

/// Ten pictures a second, keyframes at 0 and 1 s.
PictureIndex ten_a_second() {
  PictureIndex index;
  index.time_base = Rational(1, 1000);
  for (int i = 0; i < 20; ++i) index.shown.push_back(i * 100);
  index.keyframes = {0, 1000};
  index.last_duration = 100;
  return index;
}

TEST(Cut, given_an_end_on_a_picture_does_not_show_it) {
  const PictureCut cut =
      cut_pictures(ten_a_second(), ContainerKind::mp4, Rational(1, 2), Rational(3, 2), 10, 1).value();
  EXPECT_EQ(cut.first, 5U);
  EXPECT_EQ(cut.end, 15U);
  EXPECT_EQ(cut.frames, 10);
  EXPECT_EQ(cut.pad, 0);
  EXPECT_FALSE(cut.seek.has_value()) << "the keyframe before it is the first picture";
}

TEST(Part, given_frames_of_a_clip_starts_near_them_and_shows_what_the_clip_shows_there) {
  const PictureIndex index = ten_a_second();
  const PictureCut clip =
      cut_pictures(index, ContainerKind::mp4, Rational(1, 2), 2, 30, 1).value();  // each picture three times
  ASSERT_EQ(clip.frames, 45);
  const PictureCut part = part_of(clip, index, ContainerKind::mp4, 30, {25, 32});
  EXPECT_EQ(part.frames, 7);
  EXPECT_EQ(part.skipped, 25);
  EXPECT_EQ(part.first, 13U) << "the picture of 1.3 s is still shown at 0.5 + 25/30 s";
  EXPECT_EQ(part.end, 16U);
  EXPECT_EQ(part.origin_tick, 500);
  EXPECT_EQ(part.start_tick, 1300);
  EXPECT_EQ(part.end_tick, 1600);
  EXPECT_EQ(part.seek, Rational(1));
  const PictureCut part_of_part = part_of(part, index, ContainerKind::mp4, 30, {2, 7});
  EXPECT_EQ(part_of_part.first, part_of(clip, index, ContainerKind::mp4, 30, {27, 32}).first);
}

TEST(Cut, given_a_rate_so_low_that_pictures_are_left_over_ends_with_the_first_after_its_last_frame) {
  const PictureCut cut = cut_pictures(ten_a_second(), ContainerKind::mp4, 0, Rational(14, 10), 1, 1).value();
  EXPECT_EQ(cut.frames, 1);
  EXPECT_EQ(cut.end, 12U) << "the picture of 1.1 s is the first that is too late for a frame of one second";
  EXPECT_EQ(cut.end_tick, 1200);
  EXPECT_EQ(cut.t1, Rational(14, 10)) << "the sound goes on";
}

TEST(Cut, given_half_speed_and_a_higher_rate_pads_what_the_last_picture_lasts) {
  const PictureCut cut = cut_pictures(ten_a_second(), ContainerKind::mp4, 1, 2, 30, Rational(1, 2)).value();
  EXPECT_EQ(cut.frames, 60);
  EXPECT_EQ(cut.end_tick, 1901) << "one past the last picture: the end of the file";
  EXPECT_EQ(cut.t1, Rational(2));
  EXPECT_EQ(cut.pad, 60 - 1 - 54) << "the last picture is due at frame 54";
  EXPECT_EQ(cut.seek, Rational(1));
}

TEST(Cut, given_a_seek_rounds_up_to_a_microsecond_and_counts_from_the_containers_start) {
  PictureIndex index = ten_a_second();
  index.time_base = Rational(1, 3000);
  index.keyframes = {1000};
  index.shown = {1000, 1300};
  EXPECT_EQ(cut_pictures(index, ContainerKind::mp4, 0, 1, 10, 1).value().seek, Rational(333334, 1'000'000));
  index.container_start = Rational(-1, 4);
  EXPECT_EQ(cut_pictures(index, ContainerKind::mp4, 0, 1, 10, 1).value().seek, Rational(583334, 1'000'000));
  EXPECT_FALSE(cut_pictures(index, ContainerKind::other, 0, 1, 10, 1).value().seek.has_value());
}

TEST(Cut, given_a_moment_between_two_pictures_is_an_error_of_the_moment) {
  const auto none =
      cut_pictures(ten_a_second(), ContainerKind::mp4, Rational(51, 1000), Rational(99, 1000), 30, 1);
  ASSERT_TRUE(none.has_error());
  EXPECT_EQ(none.error().code, "moments.no_picture");
  EXPECT_TRUE(cut_pictures(PictureIndex(), ContainerKind::mp4, 0, 1, 30, 1).has_error());
}

TEST(Cut, given_hardly_a_picture_has_one_frame_at_least) {
  EXPECT_EQ(cut_pictures(ten_a_second(), ContainerKind::mp4, 0, Rational(1, 10), 30, 100).value().frames, 1);
  EXPECT_EQ(hold_picture(Rational(1, 1000), 30).frames, 1);
  EXPECT_EQ(hold_picture(Rational(3, 60), 30).frames, 2) << "half up";
}

TEST(PictureFormat, has_a_track_clock_of_whole_frames) {
  const std::pair<Rational, std::int64_t> clocks[] = {{30, 15360},
                                                      {25, 12800},
                                                      {Rational(30000, 1001), 30000},
                                                      {Rational(24000, 1001), 24000},
                                                      {Rational(25, 2), 12800}};
  for (const auto& [rate, scale] : clocks) {
    PictureFormat format;
    format.rate = rate;
    EXPECT_EQ(format.track_timescale(), scale);
    EXPECT_EQ(Rational(format.frame_ticks()) * rate, Rational(scale));
  }
}

TEST(SoundFormat, counts_samples_at_frames_not_by_lengths) {
  const SoundFormat format;
  const Rational rate(30000, 1001);
  EXPECT_EQ(format.sample_at(1, rate), 1602);
  EXPECT_EQ(format.sample_at(5, rate), 8008);
  std::int64_t sum = 0;
  for (int k = 0; k < 1000; ++k) sum += format.sample_at(k + 1, rate) - format.sample_at(k, rate);
  EXPECT_EQ(sum, format.sample_at(1000, rate));
}

TEST(Mp4Part, that_was_cut_short_or_is_nonsense_is_refused) {
  const WorkFolder folder;
  EXPECT_EQ(read_mp4_part(folder / "none.mp4").error().code, "render.part_unreadable");
  must_run({tools().ffmpeg, "-v", "error", "-f", "lavfi", "-i", "color=s=64x64:d=1", "-c:v", "libx264",
            folder / "part.mp4"});
  const std::string whole = read_file(folder / "part.mp4");
  ASSERT_TRUE(read_mp4_part(folder / "part.mp4").has_value());
  for (std::size_t length = 0; length < whole.size(); length += 7) {
    write_file(folder / "cut.mp4", whole.substr(0, length));
    EXPECT_TRUE(read_mp4_part(folder / "cut.mp4").has_error()) << length;
  }
  for (std::size_t at = 0; at < whole.size(); at += 3) {
    std::string bent = whole;
    bent[at] = static_cast<char>(bent[at] ^ 0x7F);
    write_file(folder / "bent.mp4", bent);
    static_cast<void>(read_mp4_part(folder / "bent.mp4"));  // must not crash: the sanitizers watch
  }
}

}  // namespace
}  // namespace spool::test
