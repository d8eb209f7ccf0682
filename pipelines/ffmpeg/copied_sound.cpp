#include "pipelines/ffmpeg/copied_sound.h"

#include "pipelines/ffmpeg/argv_parts.h"
#include "pipelines/ffmpeg/channel_layouts.h"
#include "pipelines/ffmpeg/timing.h"

namespace spool::pipelines {
namespace {

constexpr std::int64_t frame = 1024;   // samples of AAC-LC; its other kinds have more

/// A time that only packets on the further side of a sample begin behind: half a sample before it, as -ss and -to count.
std::string just_before(const SoundPiece& piece, std::int64_t sample, int rate) {
  return (Rational(2 * sample - 1, 2 * std::int64_t{rate}) - start_of_container(piece)).to_decimal(6);
}

}  // namespace

bool may_be_copied(const SoundPiece& piece, const SoundFormat& format) {
  if (!format.bitrate.empty() || format.encoder != "aac" || !piece.source || piece.source->kind != ContainerKind::mp4) return false;
  if (piece.track < 0 || static_cast<std::size_t>(piece.track) >= piece.source->sound.size()) return false;
  if (piece.speed != Rational(1) || !piece.effects.empty() || piece.skip > 0 || piece.overlap > 0) return false;
  const AudioStream& audio = piece.source->audio[static_cast<std::size_t>(piece.track)];
  const SoundIndex& index = piece.source->sound[static_cast<std::size_t>(piece.track)];
  const SoundCut cut = cut_sound(piece, format.sample_rate);
  return audio.codec == "aac" && audio.sample_rate == format.sample_rate && audio.channels == format.channels() &&
         same_places(layout_of(audio), format.layout) && audio.time_base == Rational(1, audio.sample_rate) && index.frame_size == frame && cut.way == SoundWay::stamps &&
         cut.head == 0 && cut.end <= index.end;
}

Words copied_sound_words(const SoundPiece& piece, int sample_rate) {
  const SoundCut cut = cut_sound(piece, sample_rate);
  const std::int64_t from = cut.first - 2 * frame;  // a whole frame before the first sample's own
  const bool sought = Rational(from, sample_rate) > start_of_container(piece);
  Words reading = {"-to", just_before(piece, cut.end, sample_rate)};
  if (sought) reading.insert(reading.begin(), {"-ss", just_before(piece, from, sample_rate)});
  Words words = {"-copyts"};
  append(words, input_words(piece.file, std::move(reading)));
  append(words, {"-map", "0:a:" + std::to_string(piece.source->audio[static_cast<std::size_t>(piece.track)].ordinal), "-c:a", "copy"});
  // None from between the picture's keyframe and there; without a time to seek it would leave out what lies before 0.
  if (sought) append(words, {"-copypriorss:a", "0"});
  const std::string first = std::to_string(cut.first), end = std::to_string(cut.end);
  append(words, {"-bsf:a", "setts=pts=PTS-" + first + ":dts=DTS-" + first + ":duration=min(DURATION\\," + end + "-PTS)",
                 "-avoid_negative_ts", "disabled"});
  return words;
}

std::optional<std::string> wrong_sound(const SoundPiece& piece, const Media& copy) {
  if (copy.sound.size() != 1) return "it holds no sound";
  const SoundIndex& index = copy.sound.front();
  const std::int64_t samples = index.end - index.first;
  if (index.first != 0) return "it begins at sample " + std::to_string(index.first);
  if (index.gaps) return "it has gaps";
  if (samples < piece.samples || samples >= piece.samples + frame) {
    return "it holds " + std::to_string(samples) + " samples instead of " + std::to_string(piece.samples);
  }
  return std::nullopt;
}

}  // namespace spool::pipelines
