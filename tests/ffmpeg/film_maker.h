// Films of a marked source's moments, rendered as the planner does: clips, sound in one pass, join.
#pragma once

#include "marked_sources.h"
#include "pipelines/ffmpeg/jobs.h"
#include "real_ffmpeg.h"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace spool::test {

/// H.264 and AAC, mono, as large as the source.
pipelines::FilmFormat film_format(core::Rational rate, const std::string& container);

/// What a source is known to hold.
struct MarkedSource {
  pipelines::MediaPtr media;
  std::vector<int> pictures;
  std::vector<std::int16_t> sound;
};

struct MadeFilm {
  std::vector<int> pictures;        ///< expected
  std::vector<std::int16_t> sound;  ///< expected
  std::int64_t frames = 0;
  std::string file;
};

class FilmMaker {
 public:
  FilmMaker(const std::string& kind, pipelines::FilmFormat format);

  /// The pictures `first` … `first + count - 1` of the source, and their sound.
  void add_clip(std::size_t first, std::size_t count);
  MadeFilm finish();
  /// The finished film in another container: its path.
  std::string rewrapped(const pipelines::RewrapJob& job);

  [[nodiscard]] const WorkFolder& folder() const { return folder_; }
  [[nodiscard]] const std::vector<pipelines::JoinPart>& parts() const { return join_.parts; }

 private:
  WorkFolder folder_;
  pipelines::FilmFormat format_;
  const MarkedSource& source_;
  pipelines::SoundJob sound_;
  pipelines::JoinJob join_;
  MadeFilm film_;
};

struct Packets {
  std::set<std::int64_t> steps;
  std::int64_t first = 0;
  bool decoding_rises = true, decoded_in_time = true;
};
/// The picture's packets.
Packets packets_of(const std::string& file);

/// Lines of the streams' start times, as ffprobe writes them.
std::string start_times(const std::string& file);

}  // namespace spool::test
