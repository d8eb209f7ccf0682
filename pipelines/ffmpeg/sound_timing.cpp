#include "pipelines/ffmpeg/timing.h"

#include <algorithm>

namespace spool::pipelines {
namespace {

const SoundIndex* index_of(const SoundPiece& piece) {
  if (!piece.source || piece.track < 0) return nullptr;
  const auto track = static_cast<std::size_t>(piece.track);
  if (track >= piece.source->sound.size() || track >= piece.source->audio.size()) return nullptr;
  return &piece.source->sound[track];
}

bool is_remuxed(const SoundPiece& piece) {
  return piece.source->kind == ContainerKind::mpeg && piece.file != piece.source->path;
}

/// By what the file is, not by whether it has pictures: an m4a is an mp4.
bool has_exact_stamps(const SoundPiece& piece) {
  const std::string& format = piece.source->format;
  return piece.source->kind == ContainerKind::mp4 || is_remuxed(piece) || format.starts_with("mov,mp4") ||
         format == "wav";
}

bool has_millisecond_stamps(const SoundPiece& piece) {
  return piece.source->kind == ContainerKind::matroska || piece.source->format.starts_with("matroska");
}

SoundWay way_of(const SoundPiece& piece, const SoundIndex& index) {
  if (index.gaps) return SoundWay::gaps;
  if (has_exact_stamps(piece)) return SoundWay::stamps;
  if (has_millisecond_stamps(piece) && index.frame_size > 0) return SoundWay::grid;
  return SoundWay::count;
}

/// A second and a half early: codecs need some frames before their output is right.
std::optional<Rational> seek_before(const SoundPiece& piece, std::int64_t sample, int rate) {
  const Rational early = Rational(sample, rate) - start_of_container(piece) - Rational(3, 2);
  if (early <= 0) return std::nullopt;
  return Rational((early * microseconds).floor(), microseconds);
}

/// Source samples that the piece needs. Resampling and retiming look a little past the end; what they make of
/// it is cut off.
std::int64_t source_samples(const SoundPiece& piece, int source_rate, int film_rate) {
  const Rational wanted =
      Rational(piece.skip + piece.samples) * piece.speed * Rational(source_rate, film_rate);
  std::int64_t beyond = 0;
  if (source_rate != film_rate) beyond = source_rate / 100;
  if (piece.speed != Rational(1)) beyond = source_rate / 10;
  return wanted.ceil() + beyond;
}

}  // namespace

Rational start_of_container(const SoundPiece& piece) {
  if (is_remuxed(piece)) return piece.source->pictures.origin;
  return piece.source->pictures.container_start.value_or(piece.source->start);
}

SoundCut cut_sound(const SoundPiece& piece, int film_sample_rate) {
  const SoundIndex* index = index_of(piece);
  if (index == nullptr) return {};
  const int rate = piece.source->audio[static_cast<std::size_t>(piece.track)].sample_rate;
  if (rate <= 0 || piece.samples <= 0) return {};

  const std::int64_t start = (piece.start * rate).round_half_up();
  const std::int64_t end = start + source_samples(piece, rate, film_sample_rate);
  const std::int64_t first = std::max(start, index->first);
  if (first >= std::min(end, index->end)) return {};

  SoundCut cut;
  cut.way = way_of(piece, *index);
  cut.head = first - start;
  const std::int64_t zero = cut.way == SoundWay::grid ? index->first : 0;
  cut.first = first - zero;
  cut.end = end - zero;
  if (cut.way == SoundWay::stamps || cut.way == SoundWay::grid) cut.seek = seek_before(piece, first, rate);
  return cut;
}

SoundFadeOn dip_fade(const SoundPiece& piece, bool in, std::int64_t overlap) {
  const std::int64_t half = overlap / 2;
  if (in) return {true, piece.skip + half, overlap - half};
  return {false, piece.skip + piece.samples - overlap, half};
}

}  // namespace spool::pipelines
