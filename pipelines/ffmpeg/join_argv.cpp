#include "pipelines/ffmpeg/argv_parts.h"
#include "pipelines/ffmpeg/sound_chain.h"

#include <algorithm>

namespace spool::pipelines {
namespace {

/// ffconcat's quoting: everything stands as it is between single quotes but the quote itself.
std::string quoted(const std::string& name) {
  std::string out = "'";
  for (const char c : name) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

/// Stamps in whole frames of the output's own ticks, decoding times by count. Literal numbers: inside setts
/// TB is the input's time base while PTS counts in the output's.
std::string restamping(const JoinJob& job) {
  const PictureFormat& format = job.format.picture;
  const std::string step = std::to_string(format.frame_ticks());
  const std::string depth = std::to_string(std::max(format.reorder_depth(), job.reorder));
  return "setts=pts=round(PTS/" + step + ")*" + step + ":dts=(N-" + depth + ")*" + step;
}

/// Any channels to a film's two, as aresample mixes them down, but for one voice: that goes to both sides as loud as it was
/// (sound_chain's `conversion`), where aresample takes 3 dB off. `<` divides by what there is of a sum.
constexpr const char* to_two_sides =
    "pan=stereo|FL<FL+FLC+0.70710678FC+0.70710678BL+0.70710678SL+0.5BC|FR<FR+FRC+0.70710678FC+0.70710678BR+0.70710678SR+0.5BC";

/// What has no place in an mp4 as it is, but as plain samples in a mov, without loss of one. `number`: of the stream.
Words decoding_of(const AudioStream& audio, const std::string& layout, const std::string& number) {
  if (audio.channels_change && !layout.empty()) {
    Words filters = {gaps_filled};  // plain samples have no stamps of their own
    if (layout == "stereo") filters.emplace_back(to_two_sides);
    append(filters, resampling(audio.sample_rate, layout, "flt"));
    return {"-filter:a:" + number, chained(filters), "-c:a:" + number, "pcm_f32le"};
  }
  // Of discs and broadcasts.
  if (audio.codec.starts_with("pcm_") || audio.codec == "s302m") return {"-c:a:" + number, "pcm_s24le"};
  return {};
}

}  // namespace

std::string concat_list(const JoinJob& job) {
  std::string list = "ffconcat version 1.0\n";
  for (const JoinPart& part : job.parts) {
    const Rational seconds = Rational(part.frames) / job.format.picture.rate;
    list += "file " + quoted(part.file) + "\nduration " + seconds.to_decimal(6) + "\n";
  }
  return list;
}

Words join_argv(const JoinJob& job, const Tools& tools) {
  const PictureFormat& picture = job.format.picture;
  Words words = ffmpeg_words(tools, Talk::warnings);
  append(words, {"-f", "concat", "-safe", "0", "-i", as_file(job.list)});
  if (!job.sound.empty()) append(words, {"-i", as_file(job.sound)});
  append(words, {"-map", "0:v:0"});
  if (!job.sound.empty()) append(words, {"-map", "1:a:0", "-c:a", "copy"});
  append(words, {"-c:v", "copy", "-bsf:v", restamping(job)});
  append(words, hevc_tag_words(picture));
  append(words, picture_track_words(picture));
  if (job.format.sound) append(words, edit_list_words(*job.format.sound));
  if (!job.sound.empty() && job.format.sound) append(words, sound_container_words(*job.format.sound));
  append(words, {"-movflags", "+faststart"});
  append(words, metadata_words(job.format.metadata));
  append(words, container_words(job.format.joined_muxer(), job.output));
  return words;
}

Words remux_argv(const RemuxJob& job, const Tools& tools) {
  const Media& source = *job.source;
  Words words = ffmpeg_words(tools, Talk::warnings);
  append(words, input_words(source.path, {"-fflags", "+genpts"}));
  if (source.has_picture()) append(words, {"-map", "0:v:" + std::to_string(source.video.front().ordinal)});
  if (source.has_sound()) append(words, {"-map", "0:a"});
  append(words, {"-c", "copy"});
  bool movie = false;
  for (std::size_t i = 0; i < source.audio.size(); ++i) {
    const Words decoding = decoding_of(source.audio[i], job.layout, std::to_string(i));
    append(words, decoding);
    movie = movie || !decoding.empty();
  }
  // Edit lists count in it: in milliseconds, as usual, sound would be early by up to one.
  append(words, {"-movie_timescale", "90000"});
  append(words, container_words(movie ? "mov" : "mp4", job.output));
  return words;
}

Words rewrap_argv(const RewrapJob& job, const Tools& tools) {
  Words words = ffmpeg_words(tools, Talk::warnings);
  append(words, {"-i", as_file(job.input), "-map", "0", "-c", "copy"});
  if (job.begins_early && tools.counts_opus_delay_twice()) {
    append(words, {"-bsf:a", "setts=pts=PTS-STARTPTS:dts=DTS-STARTDTS"});
  }
  append(words, metadata_words(job.metadata));
  append(words, container_words(job.container, job.output));
  return words;
}

}  // namespace spool::pipelines
