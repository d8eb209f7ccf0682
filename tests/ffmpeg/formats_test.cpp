// Every codec in every kind of container, rendered, joined by copy and looked at: each picture, each sample,
// and that both begin together. Source: document/containers.h, which promises no more than this.
#include "film_maker.h"
#include "marked_sources.h"
#include "pipelines/ffmpeg/argv.h"
#include "pipelines/ffmpeg/mp4_parts.h"
#include "real_ffmpeg.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ostream>
#include <vector>

namespace spool::test {
namespace {

using pipelines::FilmFormat;

struct Way {
  const char* video;
  const char* audio;
  const char* muxer;
  const char* ending;
  /// Samples of the encoder's priming that are heard, as nothing in the container hides them: the picture
  /// begins later by as much.
  std::size_t heard_priming = 0;

  friend void PrintTo(const Way& way, std::ostream* out) {
    *out << way.video << " and " << way.audio << " in " << way.ending;
  }
};

FilmFormat format_of(const Way& way) {
  FilmFormat format = film_format(25, way.muxer);
  // As large as the smallest that every encoder makes.
  format.picture.width = 256;
  format.picture.height = 128;
  format.picture.default_fit = "stretch";
  format.picture.encoder = way.video;
  format.sound->encoder = way.audio;
  const std::string encoder = way.video;
  if (encoder == "libx265") format.picture.preset = "ultrafast";
  if (encoder == "libsvtav1") format.picture.preset = "10";
  if (encoder == "libvpx-vp9") format.picture.preset = "8";
  if (format.picture.part_muxer() == "mov") {
    format.picture.crf.reset();
    format.picture.preset.clear();
    format.picture.profile = encoder == "dnxhd" ? "dnxhr_hq" : "hq";
    format.picture.pixel_format = encoder == "dnxhd" ? "yuv422p" : "yuv422p10le";
  }
  return format;
}

double start_of(const std::string& file, const std::string& stream) {
  return std::stod(must_run({tools().ffprobe, "-v", "error", "-select_streams", stream, "-show_entries",
                             "stream=start_time", "-of", "csv=p=0", "file:" + file}));
}

std::string tag_of(const std::string& file) {
  return must_run({tools().ffprobe, "-v", "error", "-select_streams", "v:0", "-show_entries",
                   "stream=codec_tag_string", "-of", "csv=p=0", "file:" + file});
}

/// Parts of any length are joined by copy.
void expect_alike(const FilmMaker& maker) {
  std::vector<pipelines::Mp4Part> read;
  for (const auto& part : maker.parts()) {
    const auto found = pipelines::read_mp4_part(maker.folder() / part.file);
    ASSERT_TRUE(found.has_value()) << core::to_line(found.error());
    EXPECT_EQ(found.value().samples, part.frames);
    EXPECT_EQ(
        pipelines::difference(read.empty() ? found.value() : read.front(), found.value()).value_or("nothing"),
        "nothing");
    read.push_back(found.value());
  }
}

class Formats : public ::testing::TestWithParam<Way> {};

TEST_P(Formats, GivenThreeClipsThenTheFilmIsExactToThePictureAndTheSample) {
  const Way& way = GetParam();
  const FilmFormat format = format_of(way);
  FilmMaker maker("mp4-25", format);
  maker.add_clip(10, 25);
  maker.add_clip(100, 1);
  maker.add_clip(60, 12);
  expect_alike(maker);
  MadeFilm film = maker.finish();
  if (format.joined_muxer() != format.container) {
    const std::string joined = "film." + format.joined_muxer(), file = std::string("copy.") + way.ending;
    const bool opus_delay = std::string(way.audio) == "libopus" && format.container != "mpegts";
    film.file = maker.rewrapped({joined, format.container, file, {}, opus_delay});
  }
  EXPECT_EQ(pictures_in(film.file), film.pictures);

  const auto decoded = sound_in(film.file, 1);
  film.sound.insert(film.sound.begin(), way.heard_priming, 0);
  ASSERT_GE(decoded.size(), film.sound.size());
  EXPECT_LT(decoded.size(), film.sound.size() + 1536) << "more than the rest of the codec's last frames";
  EXPECT_EQ(samples_off({decoded.begin() + 6000, decoded.end()}, film.sound, 6000), 0) << "at the start";
  const std::size_t late = film.sound.size() - 6000;
  EXPECT_EQ(samples_off({decoded.begin() + static_cast<std::ptrdiff_t>(late), decoded.end()}, film.sound,
                        static_cast<std::int64_t>(late)),
            0)
      << "at the end";

  const bool exact = format.has_exact_stamps();
  const std::int64_t step = exact ? format.picture.frame_ticks() : format.container == "mpegts" ? 3600 : 40;
  const Packets packets = packets_of(film.file);
  EXPECT_TRUE(packets.decoding_rises);
  EXPECT_TRUE(packets.decoded_in_time);
  for (const std::int64_t found : packets.steps) EXPECT_LE(std::abs(found - step), exact ? 0 : 1);

  // Opus keeps its priming before the start: where that is counted, the sound is stamped early, and heard on
  // time.
  double apart = start_of(film.file, "v:0") - start_of(film.file, "a:0");
  if (std::string(way.audio) == "libopus" && !exact) apart -= 312.0 / 48000;
  EXPECT_NEAR(apart, static_cast<double>(way.heard_priming) / 48000, exact ? 0 : 0.002);
}

// Each codec of pictures and each of sound in each kind of container at least once; a film in mkv, webm or ts
// is a copy of one in mp4 or mov.
const Way ways[] = {
    {"libx265", "flac", "mp4", "mp4"},
    {"libvpx-vp9", "libopus", "mp4", "mp4"},
    {"libx264", "libmp3lame", "mp4", "mp4"},
    {"libx264", "ac3", "mp4", "mp4"},
    {"libx264", "alac", "mov", "mov"},
    {"prores_ks", "pcm_s16le", "mov", "mov"},
    {"dnxhd", "aac", "mov", "mov"},
    {"libx264", "libopus", "matroska", "mkv"},
    {"libsvtav1", "flac", "matroska", "mkv"},
    {"prores_ks", "aac", "matroska", "mkv", 1024},
    {"dnxhd", "pcm_s16le", "matroska", "mkv"},
    {"libvpx-vp9", "libopus", "webm", "webm"},
    {"libsvtav1", "libopus", "webm", "webm"},
    {"libx264", "aac", "mpegts", "ts", 1024},
    {"libx265", "libmp3lame", "mpegts", "ts", 1105},
};

INSTANTIATE_TEST_SUITE_P(Every, Formats, ::testing::ValuesIn(ways));

TEST(FormatsTags, GivenAnHevcFilmThenItsTagIsTheOneThatPlayersLookFor) {
  const FilmFormat format = format_of({"libx265", "aac", "mp4", "mp4"});
  FilmMaker maker("mp4-25", format);
  maker.add_clip(10, 25);
  EXPECT_EQ(tag_of(maker.finish().file), "hvc1\n");
}

}  // namespace
}  // namespace spool::test
