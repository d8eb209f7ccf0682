// A film of many clips: every picture there, evenly spaced, the sound where it belongs from the first join to
// the last. Source: EXACT, "Joining" and "Sound".
#include "film_maker.h"
#include "marked_sources.h"
#include "pipelines/ffmpeg/argv.h"
#include "pipelines/ffmpeg/mp4_parts.h"
#include "pipelines/ffmpeg/timing.h"
#include "real_ffmpeg.h"

#include <gtest/gtest.h>

#include <random>

namespace spool::test {
namespace {

using core::Rational;
using pipelines::FilmFormat;

void expect_exact(const MadeFilm& film, std::int64_t ticks, std::int64_t tolerance) {
  EXPECT_EQ(pictures_in(film.file), film.pictures);
  const auto decoded = sound_in(film.file, 1);
  EXPECT_GE(decoded.size(), film.sound.size());
  EXPECT_LT(decoded.size(), film.sound.size() + 1024);
  EXPECT_EQ(samples_off(decoded, film.sound, 0), 0) << "at the start";
  const std::size_t late = film.sound.size() - 6000;
  EXPECT_EQ(samples_off({decoded.begin() + static_cast<std::ptrdiff_t>(late), decoded.end()}, film.sound,
                        static_cast<std::int64_t>(late)),
            0)
      << "at the end";
  const Packets packets = packets_of(film.file);
  EXPECT_TRUE(packets.decoding_rises);
  EXPECT_TRUE(packets.decoded_in_time);
  for (const std::int64_t step : packets.steps) EXPECT_LE(std::abs(step - ticks), tolerance);
}

TEST(Join, of_a_dozen_clips_at_2997_is_exact_to_the_last_picture_and_sample) {
  const FilmFormat format = film_format(Rational(30000, 1001), "mp4");
  FilmMaker maker("mp4-2997", format);
  std::mt19937 random(5);
  const std::size_t lengths[] = {1, 2, 5, 13, 30, 47};
  for (int i = 0; i < 12; ++i) maker.add_clip(random() % 180, lengths[random() % 6]);
  const MadeFilm film = maker.finish();
  expect_exact(film, format.picture.frame_ticks(), 0);
  EXPECT_EQ(packets_of(film.file).first, 0);
  EXPECT_EQ(start_times(film.file), "0.000000\n0.000000\n");
}

TEST(Join, of_a_length_that_is_no_whole_millisecond_loses_no_sample) {
  const FilmFormat format = film_format(Rational(30000, 1001), "mp4");
  for (const std::size_t frames : {69U, 70U, 71U, 101U}) {
    FilmMaker maker("mp4-2997", format);
    maker.add_clip(30, frames);
    expect_exact(maker.finish(), format.picture.frame_ticks(), 0);
  }
}

TEST(Join, into_a_mov_is_as_exact) {
  const FilmFormat format = film_format(25, "mov");
  FilmMaker maker("mp4-25", format);
  for (const std::size_t first : {10U, 100U, 60U}) maker.add_clip(first, 40);
  const MadeFilm film = maker.finish();
  expect_exact(film, format.picture.frame_ticks(), 0);
  EXPECT_EQ(start_times(film.file), "0.000000\n0.000000\n");
}

TEST(Join, rewrapped_as_an_mkv_keeps_every_picture_and_sample_and_is_even_to_a_millisecond) {
  const FilmFormat format = film_format(25, "mp4");
  FilmMaker maker("mp4-25", format);
  for (const std::size_t first : {10U, 100U, 60U}) maker.add_clip(first, 40);
  MadeFilm film = maker.finish();
  film.file = maker.rewrapped({"film.mp4", "matroska", "film.mkv", {}});
  // An mkv has no edit list: the encoder's priming is heard, and the picture starts later by as much.
  film.sound.insert(film.sound.begin(), 1024, 0);
  expect_exact(film, 40, 1);
  EXPECT_EQ(start_times(film.file), "0.021000\n0.000000\n");
}

TEST(Join, has_parts_alike_and_their_own_reader_says_so) {
  const FilmFormat format = film_format(Rational(30000, 1001), "mp4");
  FilmMaker maker("mp4-2997", format);
  maker.add_clip(3, 1);
  maker.add_clip(50, 60);
  maker.add_clip(90, 2);
  std::vector<pipelines::Mp4Part> read;
  for (const auto& part : maker.parts()) {
    const auto found = pipelines::read_mp4_part(maker.folder() / part.file);
    ASSERT_TRUE(found.has_value()) << core::to_line(found.error());
    EXPECT_EQ(found.value().samples, part.frames);
    EXPECT_EQ(found.value().timescale, 30000);
    EXPECT_EQ(found.value().width, marked_width);
    EXPECT_EQ(found.value().height, marked_height);
    read.push_back(found.value());
  }
  EXPECT_FALSE(pipelines::difference(read[0], read[1]).has_value());
  EXPECT_FALSE(pipelines::difference(read[0], read[2]).has_value());
}

/// A clip of a second of moving pictures, encoded by `words`, in the film's format.
pipelines::Mp4Part part_from(const WorkFolder& folder, const std::string& source, const std::vector<std::string>& words,
                             const pipelines::PictureFormat& format) {
  std::vector<std::string> argv = {tools().ffmpeg, "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=s=128x64:r=25:d=1"};
  argv.insert(argv.end(), words.begin(), words.end());
  argv.push_back(source);
  must_run(argv, folder.path());
  pipelines::ClipJob clip;
  clip.source = media_of(folder / source);
  clip.file = source;
  clip.cut = pipelines::cut_pictures(clip.source->pictures, clip.source->kind, 0, 1, format.rate, 1).value();
  clip.format = format;
  clip.output = "part-" + source + ".mp4";
  must_run(pipelines::argv_of(clip, tools()), folder.path());
  return pipelines::read_mp4_part(folder / clip.output).value();
}

TEST(Join, of_sources_whose_chroma_stands_elsewhere_has_parts_alike) {
  const WorkFolder folder;
  for (const char* encoder : {"libx264", "libx265", "libsvtav1"}) {
    pipelines::PictureFormat format = film_format(25, "mp4").picture;
    format.encoder = encoder;
    format.height = 64;  // no smaller one is encoded as AV1
    format.preset = encoder == std::string("libsvtav1") ? "10" : "ultrafast";
    const auto untold = part_from(folder, "untold.avi", {"-c:v", "ffv1", "-pix_fmt", "bgr0"}, format);
    const auto left = part_from(folder, "left.mp4", {"-c:v", "libx264", "-pix_fmt", "yuv420p"}, format);
    const auto middle = part_from(folder, "middle.avi", {"-c:v", "mjpeg", "-pix_fmt", "yuvj420p"}, format);
    EXPECT_EQ(pipelines::difference(untold, left).value_or("nothing"), "nothing") << encoder;
    EXPECT_EQ(pipelines::difference(left, middle).value_or("nothing"), "nothing") << encoder;
  }
}

}  // namespace
}  // namespace spool::test
