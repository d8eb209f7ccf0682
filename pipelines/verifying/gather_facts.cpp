#include "pipelines/verifying/gather_facts.h"

#include "pipelines/media/verdict.h"

#include <algorithm>
#include <iterator>

namespace spool::pipelines {

namespace {

DecodedPictures pictures_of(const VideoStream& video, const DecodedFilm& film) {
  DecodedPictures pictures;
  pictures.time_base = video.time_base;
  pictures.rate = video.rate;
  pictures.average_rate = video.average_rate;
  const std::vector<Packet>& frames = film.decoded().packets_of(video.index);
  pictures.stamps.reserve(frames.size());
  for (const Packet& frame : frames) {
    // A decoder hands out its last pictures without stamps where the container has none: they follow.
    const std::int64_t follows =
        pictures.stamps.empty() ? 0 : pictures.stamps.back() + pictures.last_duration;
    pictures.stamps.push_back(frame.pts == no_stamp ? follows : frame.pts);
    pictures.last_duration = frame.duration;
  }
  return pictures;
}

DecodedSound sound_of(const AudioStream& audio, const DecodedFilm& film) {
  DecodedSound sound;
  sound.track = audio.ordinal + 1;
  sound.codec = audio.codec;
  sound.time_base = audio.time_base;
  sound.rate = audio.sample_rate;
  if (sound.rate <= 0) return sound;  // whatever comes out of it has no times
  const std::vector<Packet>& frames = film.decoded().packets_of(audio.index);
  sound.frames.reserve(frames.size());
  for (const Packet& frame : frames) {
    sound.last_duration = frame.duration;
    if (frame.pts != no_stamp) {
      sound.frames.push_back({frame.pts, frame.samples});
    } else if (!sound.frames.empty()) {
      sound.frames.back().samples += frame.samples;
    }
  }
  return sound;
}

/// The first packet out of which nothing came, behind the first out of which something did.
std::optional<std::int64_t> first_lost(const std::vector<Packet>& packets,
                                       const std::vector<Packet>& frames) {
  const auto stamps = [](const std::vector<Packet>& of) {
    std::vector<std::int64_t> list;
    for (const Packet& packet : of) {
      if (packet.pts != no_stamp && !packet.discarded) list.push_back(packet.pts);
    }
    std::sort(list.begin(), list.end());
    return list;
  };
  const std::vector<std::int64_t> came = stamps(frames);
  std::vector<std::int64_t> lost;
  const std::vector<std::int64_t> went = stamps(packets);
  std::set_difference(went.begin(), went.end(), came.begin(), came.end(), std::back_inserter(lost));
  const auto first = came.empty() ? lost.begin() : std::upper_bound(lost.begin(), lost.end(), came.front());
  return first == lost.end() ? std::nullopt : std::optional(*first);
}

/// Where a stream shows the first complaint: at a frame that came with one, or at one that did not come.
std::optional<Rational> first_fault(int stream, Rational time_base, const DecodedFilm& film) {
  const std::vector<Packet>& frames = film.decoded().packets_of(stream);
  std::optional<std::int64_t> first = first_lost(film.asked().packets_of(stream), frames);
  const auto faulty = std::find_if(frames.begin(), frames.end(),
                                   [](const Packet& frame) { return frame.faulty && frame.pts != no_stamp; });
  if (faulty != frames.end()) first = first ? std::min(*first, faulty->pts) : faulty->pts;
  if (!first) return std::nullopt;
  return Rational(*first) * time_base;
}

Complaints complaints_of(const Media& media, const DecodedFilm& film) {
  Complaints complaints;
  complaints.count = film.errors();
  complaints.first = film.first_error();
  if (complaints.count == 0) return complaints;
  const auto keep_earlier = [&complaints](std::optional<Rational> at) {
    if (at && (!complaints.first_at || *at < *complaints.first_at)) complaints.first_at = at;
  };
  if (media.has_picture())
    keep_earlier(first_fault(media.video.front().index, media.video.front().time_base, film));
  for (const AudioStream& audio : media.audio) keep_earlier(first_fault(audio.index, audio.time_base, film));
  return complaints;
}

}  // namespace

FilmFacts gather_facts(const std::string& name, const Media& media, const DecodedFilm& film) {
  FilmFacts facts;
  facts.start = media.start;
  facts.coarse = media.format.rfind("matroska", 0) == 0;
  if (media.has_picture()) facts.pictures = pictures_of(media.video.front(), film);
  for (const AudioStream& audio : media.audio) facts.sound.push_back(sound_of(audio, film));
  facts.complaints = complaints_of(media, film);
  facts.incomplete = judge_times(name, media, film.asked());
  return facts;
}

}  // namespace spool::pipelines
