// A film of many clips: every picture there, evenly spaced, the sound where it belongs from the first join to
// the last. Source: EXACT, "Joining" and "Sound".
#include "marked_sources.h"
#include "pipelines/ffmpeg/argv.h"
#include "pipelines/ffmpeg/mp4_parts.h"
#include "pipelines/ffmpeg/timing.h"
#include "real_ffmpeg.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <sstream>

namespace spool::test {
namespace {

using core::Rational;
using pipelines::FilmFormat;
using pipelines::MediaPtr;

FilmFormat film_format(Rational rate, const std::string& container) {
  FilmFormat format;
  format.picture.width = marked_width;
  format.picture.height = marked_height;
  format.picture.rate = rate;
  format.picture.crf = 14;
  format.picture.preset = "veryfast";
  format.sound.emplace();
  format.sound->channels = 1;
  format.container = container;
  return format;
}

/// A film of random moments of one source, rendered as the planner does: clips, sound in one pass, join.
struct MadeFilm {
  std::vector<int> pictures;        ///< expected
  std::vector<std::int16_t> sound;  ///< expected
  std::int64_t frames = 0;
  std::string file;
};

class FilmMaker {
 public:
  FilmMaker(const std::string& kind, FilmFormat format) : format_(std::move(format)) {
    media_ = media_of(make_source(kind, folder_.path()));
    numbers_ = pictures_in(media_->path);
    whole_ = sound_in(media_->path, 1);
    sound_.format = *format_.sound;
    sound_.encode = true;
    sound_.output = "sound.m4a";
    join_.format = format_;
    join_.list = "list.txt";
    join_.sound = sound_.output;
    join_.output = "film." + format_.container;
  }

  void add_clip(std::size_t first, std::size_t count) {
    const auto& index = media_->pictures;
    const auto time = [&](std::size_t picture) { return Rational(index.shown[picture]) * index.time_base; };
    pipelines::ClipJob clip;
    clip.source = media_;
    clip.file = media_->path;
    clip.cut = pipelines::cut_pictures(index, media_->kind, time(first) - index.origin,
                                       time(first + count) - index.origin, format_.picture.rate, 1)
                   .value();
    clip.format = format_.picture;
    clip.output = "clip-" + std::to_string(join_.parts.size()) + ".mp4";
    must_run(pipelines::argv_of(clip, tools()), folder_.path());

    pipelines::SoundPiece piece;
    piece.source = media_;
    piece.file = media_->path;
    piece.start = clip.cut.t0;
    const std::int64_t from = format_.sound->sample_at(film_.frames, format_.picture.rate);
    film_.frames += clip.frames();
    piece.samples = format_.sound->sample_at(film_.frames, format_.picture.rate) - from;
    const std::int64_t start = (piece.start * 48000).round_half_up() - media_->sound[0].first;
    for (std::int64_t i = start; i < start + piece.samples; ++i) {
      const auto at = static_cast<std::size_t>(i);
      film_.sound.push_back(i >= 0 && at < whole_.size() ? whole_[at] : std::int16_t{0});
    }
    for (std::size_t i = first; i < first + count; ++i) film_.pictures.push_back(numbers_[i]);
    sound_.pieces.push_back(piece);
    join_.parts.push_back({clip.output, clip.frames()});
  }

  MadeFilm finish() {
    must_run(pipelines::argv_of(sound_, tools()), folder_.path());
    write_file(folder_ / join_.list, pipelines::concat_list(join_));
    must_run(pipelines::argv_of(join_, tools()), folder_.path());
    film_.file = folder_ / join_.output;
    return film_;
  }

  [[nodiscard]] const WorkFolder& folder() const { return folder_; }
  [[nodiscard]] const std::vector<pipelines::JoinPart>& parts() const { return join_.parts; }
  [[nodiscard]] std::size_t pictures() const { return numbers_.size(); }

 private:
  WorkFolder folder_;
  FilmFormat format_;
  MediaPtr media_;
  std::vector<int> numbers_;
  std::vector<std::int16_t> whole_;
  pipelines::SoundJob sound_;
  pipelines::JoinJob join_;
  MadeFilm film_;
};

struct Packets {
  std::set<std::int64_t> steps;
  std::int64_t first = 0;
  bool decoding_rises = true, decoded_in_time = true;
};

Packets packets_of(const std::string& file) {
  std::istringstream lines(must_run({tools().ffprobe, "-v", "error", "-select_streams", "v:0",
                                     "-show_entries", "packet=pts,dts", "-of", "csv=p=0", "file:" + file}));
  std::vector<std::int64_t> shown, decoded;
  std::string line;
  while (std::getline(lines, line)) {
    const std::size_t comma = line.find(',');
    if (comma == std::string::npos) continue;
    shown.push_back(std::stoll(line));
    if (line.compare(comma + 1, 3, "N/A") != 0) decoded.push_back(std::stoll(line.substr(comma + 1)));
  }
  Packets found;
  for (std::size_t i = 0; i < decoded.size() && decoded.size() == shown.size(); ++i) {
    found.decoded_in_time = found.decoded_in_time && shown[i] >= decoded[i];
    if (i > 0) found.decoding_rises = found.decoding_rises && decoded[i] > decoded[i - 1];
  }
  std::sort(shown.begin(), shown.end());
  for (std::size_t i = 1; i < shown.size(); ++i) found.steps.insert(shown[i] - shown[i - 1]);
  if (!shown.empty()) found.first = shown.front();
  return found;
}

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

std::string start_times(const std::string& file) {
  return must_run({tools().ffprobe, "-v", "error", "-show_entries", "stream=start_time", "-of", "csv=p=0",
                   "file:" + file});
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
  must_run(pipelines::argv_of(pipelines::RewrapJob{"film.mp4", "matroska", "film.mkv"}, tools()),
           maker.folder().path());
  film.file = maker.folder() / "film.mkv";
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

}  // namespace
}  // namespace spool::test
