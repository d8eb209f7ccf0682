#include "film_maker.h"

#include "pipelines/ffmpeg/argv.h"
#include "pipelines/ffmpeg/timing.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>

namespace spool::test {

using core::Rational;
using pipelines::FilmFormat;

FilmFormat film_format(Rational rate, const std::string& container) {
  FilmFormat format;
  format.picture.width = marked_width;
  format.picture.height = marked_height;
  format.picture.rate = rate;
  format.picture.crf = 14;
  format.picture.preset = "veryfast";
  format.sound.emplace();
  format.sound->layout = "mono";
  format.container = container;
  return format;
}

namespace {

/// A source with what is known of it, made once for all tests.
const MarkedSource& marked_source(const std::string& kind) {
  static const WorkFolder folder;
  static std::map<std::string, MarkedSource> made;
  const auto [found, is_new] = made.try_emplace(kind);
  if (is_new) {
    const std::string file = make_source(kind, folder.path());
    found->second = {media_of(file), pictures_in(file), sound_in(file, 1)};
  }
  return found->second;
}

}  // namespace

FilmMaker::FilmMaker(const std::string& kind, FilmFormat format)
    : format_(std::move(format)), source_(marked_source(kind)) {
  sound_.format = *format_.sound;
  sound_.encode = true;
  sound_.output = "sound.m4a";
  join_.format = format_;
  join_.list = "list.txt";
  join_.sound = sound_.output;
  join_.output = "film." + format_.joined_muxer();
}

void FilmMaker::add_clip(std::size_t first, std::size_t count) {
  const auto& index = source_.media->pictures;
  const auto time = [&](std::size_t picture) { return Rational(index.shown[picture]) * index.time_base; };
  pipelines::ClipJob clip;
  clip.source = source_.media;
  clip.file = source_.media->path;
  clip.cut = pipelines::cut_pictures(index, source_.media->kind, time(first) - index.origin,
                                     time(first + count) - index.origin, format_.picture.rate, 1)
                 .value();
  clip.format = format_.picture;
  clip.output = "clip-" + std::to_string(join_.parts.size()) + "." + format_.picture.part_muxer();
  must_run(pipelines::argv_of(clip, tools()), folder_.path());

  pipelines::SoundPiece piece;
  piece.source = source_.media;
  piece.file = source_.media->path;
  piece.start = clip.cut.t0;
  const std::int64_t from = format_.sound->sample_at(film_.frames, format_.picture.rate);
  film_.frames += clip.frames();
  piece.samples = format_.sound->sample_at(film_.frames, format_.picture.rate) - from;
  const std::int64_t start = (piece.start * 48000).round_half_up() - source_.media->sound[0].first;
  for (std::int64_t i = start; i < start + piece.samples; ++i) {
    const auto at = static_cast<std::size_t>(i);
    film_.sound.push_back(i >= 0 && at < source_.sound.size() ? source_.sound[at] : std::int16_t{0});
  }
  for (std::size_t i = first; i < first + count; ++i) film_.pictures.push_back(source_.pictures[i]);
  sound_.pieces.push_back(piece);
  join_.parts.push_back({clip.output, clip.frames()});
}

MadeFilm FilmMaker::finish() {
  must_run(pipelines::argv_of(sound_, tools()), folder_.path());
  write_file(folder_ / join_.list, pipelines::concat_list(join_));
  must_run(pipelines::argv_of(join_, tools()), folder_.path());
  film_.file = folder_ / join_.output;
  return film_;
}

std::string FilmMaker::rewrapped(const pipelines::RewrapJob& job) {
  must_run(pipelines::argv_of(job, tools()), folder_.path());
  return folder_ / job.output;
}

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

std::string start_times(const std::string& file) {
  return must_run({tools().ffprobe, "-v", "error", "-show_entries", "stream=start_time", "-of", "csv=p=0",
                   "file:" + file});
}

}  // namespace spool::test
