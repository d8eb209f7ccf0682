// What effects do to pictures, looked at through decoded frames. Source: LANGUAGE, "Effects, first set".
#include "marked_sources.h"
#include "pipelines/ffmpeg/argv.h"
#include "pipelines/ffmpeg/timing.h"
#include "real_ffmpeg.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

namespace spool::test {
namespace {

using core::Rational;
using pipelines::ClipJob;
using pipelines::FitMode;
using pipelines::FitOn;
using pipelines::Position;

/// Raw RGB pictures of a clip, as a player would show them.
class Shown {
 public:
  Shown(const std::string& folder, const ClipJob& job)
      : width_(job.format.width), height_(job.format.height) {
    must_run(pipelines::argv_of(job, tools()), folder);
    bytes_ = must_run({tools().ffmpeg, "-nostdin", "-v", "error", "-i", job.output, "-vf",
                       "scale=in_color_matrix=bt709:in_range=tv,format=rgb24", "-f", "rawvideo", "-"},
                      folder);
  }
  [[nodiscard]] std::size_t frames() const { return bytes_.size() / size(); }
  [[nodiscard]] int level(std::size_t frame, int x, int y, int colour) const {
    const auto at = static_cast<std::size_t>((y * width_ + x) * 3 + colour);
    return static_cast<unsigned char>(bytes_[frame * size() + at]);
  }
  [[nodiscard]] bool is(std::size_t frame, int x, int y, int red, int green, int blue, int within = 6) const {
    return std::abs(level(frame, x, y, 0) - red) <= within &&
           std::abs(level(frame, x, y, 1) - green) <= within &&
           std::abs(level(frame, x, y, 2) - blue) <= within;
  }

 private:
  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(width_ * height_ * 3); }
  int width_, height_;
  std::string bytes_;
};

void make(const WorkFolder& folder, const std::vector<std::string>& recipe) {
  std::vector<std::string> argv = {tools().ffmpeg, "-nostdin", "-v", "error", "-y"};
  argv.insert(argv.end(), recipe.begin(), recipe.end());
  must_run(argv, folder.path());
}

ClipJob clip_of(const std::string& file, int frames, int width = 320, int height = 180) {
  ClipJob job;
  job.source = media_of(file);
  job.file = file;
  job.cut = job.source->is_still() ? pipelines::hold_picture(Rational(frames, 25), 25)
                                   : pipelines::cut_pictures(job.source->pictures, job.source->kind, 0,
                                                             Rational(frames, 25), 25, 1)
                                         .value();
  job.format.width = width;
  job.format.height = height;
  job.format.rate = 25;
  job.format.crf = 4;
  job.format.preset = "ultrafast";
  job.output = "clip.mp4";
  return job;
}

std::string one_colour(const WorkFolder& folder, const std::string& colour, const std::string& size,
                       const std::vector<std::string>& more = {}) {
  std::vector<std::string> recipe = {"-f",   "lavfi",   "-i",   "color=r=25:d=1:c=" + colour + ":s=" + size,
                                     "-c:v", "libx264", "-crf", "4"};
  recipe.insert(recipe.end(), more.begin(), more.end());
  recipe.emplace_back("colour.mp4");
  make(folder, recipe);
  return folder / "colour.mp4";
}

std::string luma_of_first_picture(const WorkFolder& folder) {
  return must_run(
      {tools().ffmpeg, "-nostdin", "-v", "error", "-i", "clip.mp4", "-vf", "extractplanes=y,crop=1:1:40:40",
       "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "gray", "-"},
      folder.path());
}

TEST(Colour, of_untagged_standard_definition_is_read_as_601_and_becomes_709) {
  const WorkFolder folder;
  // lavfi's red is 601 red: luma 81. The same red in 709 has luma 63.
  ClipJob job = clip_of(one_colour(folder, "red", "320x180", {"-pix_fmt", "yuv420p"}), 5);
  const Shown shown(folder.path(), job);
  EXPECT_TRUE(shown.is(0, 160, 90, 254, 0, 0));
  EXPECT_NEAR(static_cast<unsigned char>(luma_of_first_picture(folder)[0]), 63, 1);
}

TEST(Colour, of_full_range_pictures_becomes_limited) {
  const WorkFolder folder;
  make(folder,
       {"-f", "lavfi", "-i", "color=white:s=320x180", "-frames:v", "1", "-pix_fmt", "yuvj420p", "white.jpg"});
  const Shown shown(folder.path(), clip_of(folder / "white.jpg", 3));
  EXPECT_EQ(shown.frames(), 3U);
  EXPECT_TRUE(shown.is(2, 10, 10, 255, 255, 255));
  EXPECT_NEAR(static_cast<unsigned char>(luma_of_first_picture(folder)[0]), 235, 1);
}

TEST(Colour, is_tagged_alike_on_every_clip) {
  const WorkFolder folder;
  must_run(pipelines::argv_of(clip_of(one_colour(folder, "blue", "320x180"), 5), tools()), folder.path());
  EXPECT_EQ(
      must_run({tools().ffprobe, "-v", "error", "-show_entries",
                "stream=color_range,color_space,color_transfer,color_primaries,pix_fmt,sample_aspect_ratio",
                "-of", "csv=p=0", "clip.mp4"},
               folder.path()),
      "1:1,yuv420p,tv,bt709,bt709,bt709\n");
}

TEST(Still, named_like_a_sequence_is_one_picture_shown_for_every_frame) {
  const WorkFolder folder;
  make(folder, {"-f", "lavfi", "-i", "color=0x20C040:s=64x36", "-frames:v", "1", "-f", "image2", "-update",
                "1", "green.png"});
  std::rename((folder / "green.png").c_str(), (folder / "%03d.png").c_str());
  const Shown shown(folder.path(), clip_of(folder / "%03d.png", 30));
  EXPECT_EQ(shown.frames(), 30U);
  for (const std::size_t frame : {0U, 15U, 29U}) EXPECT_TRUE(shown.is(frame, 160, 90, 0x20, 0xC0, 0x40));
}

TEST(Still, with_the_ending_of_another_kind_is_read_by_what_it_is) {
  const WorkFolder folder;
  for (const char* format : {"mjpeg", "libwebp"}) {
    make(folder, {"-f", "lavfi", "-i", "color=0x20C040:s=64x36", "-frames:v", "1", "-c:v", format, "-f", "image2", "-update", "1", "named.png"});
    const Shown shown(folder.path(), clip_of(folder / "named.png", 3));
    EXPECT_EQ(shown.frames(), 3U) << format;
    EXPECT_TRUE(shown.is(2, 160, 90, 0x20, 0xC0, 0x40)) << format;
  }
}

TEST(Still, with_transparent_parts_is_shown_over_black) {
  const WorkFolder folder;
  make(folder,
       {"-f", "lavfi", "-i", "color=white:s=64x36,format=rgba,geq=r=255:g=255:b=255:a='if(lt(X,32),255,0)'",
        "-frames:v", "1", "half.png"});
  const Shown shown(folder.path(), clip_of(folder / "half.png", 2));
  EXPECT_TRUE(shown.is(1, 40, 90, 255, 255, 255));
  EXPECT_TRUE(shown.is(1, 280, 90, 0, 0, 0));
}

TEST(Black, is_made_where_a_source_has_no_picture) {
  const WorkFolder folder;
  ClipJob job;
  job.cut = pipelines::hold_picture(Rational(10, 25), 25);
  job.format = clip_of(one_colour(folder, "blue", "320x180"), 1).format;
  job.output = "clip.mp4";
  const Shown shown(folder.path(), job);
  EXPECT_EQ(shown.frames(), 10U);
  EXPECT_TRUE(shown.is(9, 160, 90, 0, 0, 0));
}

TEST(Fit, pads_crops_and_stretches) {
  const WorkFolder folder;
  // Left half red, right half blue, twice as wide as high.
  make(folder, {"-f", "lavfi", "-i", "color=red:s=200x200:r=25:d=1", "-f", "lavfi", "-i",
                "color=blue:s=200x200:r=25:d=1", "-filter_complex", "hstack", "-c:v", "libx264", "-crf", "4",
                "-pix_fmt", "yuv420p", "two.mp4"});
  ClipJob job = clip_of(folder / "two.mp4", 3, 180, 320);
  job.effects = {FitOn{FitMode::pad, 0, 0, Position::center}};
  const Shown padded(folder.path(), job);
  EXPECT_TRUE(padded.is(0, 90, 20, 0, 0, 0));
  EXPECT_TRUE(padded.is(0, 20, 160, 254, 0, 0));
  EXPECT_TRUE(padded.is(0, 160, 160, 0, 0, 254));
  job.effects = {FitOn{FitMode::crop, 0, 0, Position::left}};
  const Shown left(folder.path(), job);
  EXPECT_TRUE(left.is(0, 170, 20, 254, 0, 0));
  job.effects = {FitOn{FitMode::crop, 0, 0, Position::right}};
  const Shown right(folder.path(), job);
  EXPECT_TRUE(right.is(0, 10, 300, 0, 0, 254));
  job.effects = {FitOn{FitMode::stretch, 0, 0, Position::center}};
  const Shown stretched(folder.path(), job);
  EXPECT_TRUE(stretched.is(0, 40, 10, 254, 0, 0));
  EXPECT_TRUE(stretched.is(0, 140, 310, 0, 0, 254));
}

TEST(Fade, begins_and_ends_in_black_at_the_frame) {
  const WorkFolder folder;
  ClipJob job = clip_of(one_colour(folder, "white", "320x180"), 20);
  job.effects = {pipelines::FadeOn{true, 0, 5}, pipelines::FadeOn{false, 15, 5}};
  const Shown shown(folder.path(), job);
  ASSERT_EQ(shown.frames(), 20U);
  EXPECT_TRUE(shown.is(0, 9, 9, 0, 0, 0));
  EXPECT_LT(shown.level(4, 9, 9, 0), 250);
  EXPECT_TRUE(shown.is(5, 9, 9, 255, 255, 255));
  EXPECT_TRUE(shown.is(15, 9, 9, 255, 255, 255));
  EXPECT_LT(shown.level(19, 9, 9, 0), 70);
}

TEST(Fade, that_is_under_way_at_the_first_frame_goes_on_from_there) {
  const WorkFolder folder;
  ClipJob job = clip_of(one_colour(folder, "white", "320x180"), 20);
  job.effects = {pipelines::FadeOn{true, 0, 15}, pipelines::FadeOn{false, 5, 30}};
  const Shown whole(folder.path(), job);
  job = clip_of(folder / "colour.mp4", 12);
  job.effects = {pipelines::FadeOn{true, -8, 15}, pipelines::FadeOn{false, -3, 30}};
  const Shown later(folder.path(), job);
  ASSERT_EQ(later.frames(), 12U);
  for (std::size_t frame = 0; frame < 12; ++frame) EXPECT_NEAR(later.level(frame, 9, 9, 0), whole.level(frame + 8, 9, 9, 0), 1) << "frame " << frame;
}

TEST(Overlay, is_shown_on_exactly_its_frames_in_its_own_colours_as_strong_as_asked) {
  const WorkFolder folder;
  make(folder, {"-f", "lavfi", "-i", "color=0xFF8000:s=40x40,format=rgba", "-frames:v", "1", "crest.png"});
  ClipJob job = clip_of(one_colour(folder, "black", "320x180"), 20);
  pipelines::OverlayOn overlay;
  overlay.image = folder / "crest.png";
  overlay.demuxer = "png_pipe";
  overlay.position = Position::bottom_right;
  overlay.shown = {4, 9};
  overlay.height = 60;
  job.effects = {overlay};
  const Shown shown(folder.path(), job);
  ASSERT_EQ(shown.frames(), 20U);
  for (std::size_t frame = 0; frame < 20; ++frame) {
    const bool inside = frame >= 4 && frame < 9;
    EXPECT_TRUE(shown.is(frame, 280, 140, inside ? 255 : 0, inside ? 128 : 0, 0, 8)) << "frame " << frame;
    EXPECT_TRUE(shown.is(frame, 315, 175, 0, 0, 0)) << "the margin stays free";
  }
  overlay.opacity = Rational(1, 2);
  overlay.shown = {-5, 100};
  job.effects = {overlay};
  EXPECT_TRUE(Shown(folder.path(), job).is(19, 280, 140, 128, 64, 0, 8));
}

TEST(RawFilter, of_any_shape_leaves_the_clip_a_clip_of_the_film) {
  const WorkFolder folder;
  ClipJob job = clip_of(one_colour(folder, "red", "320x180"), 10);
  job.effects = {pipelines::FilterOn{"split[a][b];[a]hflip[c];[c][b]hstack,format=gbrp,negate"},
                 pipelines::FadeOn{true, 0, 2}};
  const Shown shown(folder.path(), job);
  ASSERT_EQ(shown.frames(), 10U);
  EXPECT_TRUE(shown.is(9, 160, 90, 0, 255, 255, 30));
  EXPECT_TRUE(shown.is(9, 160, 10, 0, 0, 0)) << "twice as wide: padded above";
}

TEST(Interlaced, pictures_are_made_whole_and_cut_as_planned) {
  const WorkFolder folder;
  make(folder, {"-f", "lavfi", "-i", "testsrc2=s=320x180:r=50:d=2", "-vf", "interlace,setfield=tff", "-c:v",
                "libx264", "-flags", "+ilme+ildct", "-x264opts", "tff=1", "-crf", "10", "-pix_fmt", "yuv420p",
                "fields.mp4"});
  const pipelines::MediaPtr media = media_of(folder / "fields.mp4");
  ASSERT_TRUE(media->video.front().interlaced);
  ClipJob job = clip_of(folder / "fields.mp4", 40);
  job.cut =
      pipelines::cut_pictures(media->pictures, media->kind, Rational(1, 2), Rational(3, 2), 25, 1).value();
  const Shown shown(folder.path(), job);
  EXPECT_EQ(shown.frames(), 25U);
}

}  // namespace
}  // namespace spool::test
