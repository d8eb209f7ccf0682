#include "pipelines/ffmpeg/argv_parts.h"

#include "pipelines/ffmpeg/capabilities.h"
#include "pipelines/ffmpeg/channel_layouts.h"
#include "pipelines/ffmpeg/hardware.h"
#include "pipelines/ffmpeg/light.h"
#include "pipelines/media/ffprobe_command.h"
#include "pipelines/media/whitelist.h"

#include <utility>

namespace spool::pipelines {
namespace {

/// What an encoder needs beyond the common options to be one-threaded, or to be played everywhere.
Words encoder_extras(const PictureFormat& format) {
  const std::string threads = std::to_string(format.threads);
  // x265 and SVT-AV1 keep pools of their own, which -threads does not reach.
  if (format.encoder == "libx265") {
    const std::string headers = format.own_sets ? ":repeat-headers=1" : "";
    Words words = {"-x265-params", "log-level=error:pools=" + threads + ":frame-threads=" + threads + headers + light_options(format)};
    append(words, hevc_tag_words(format));
    return words;
  }
  if (format.encoder == "libsvtav1") return {"-svtav1-params", "lp=" + threads + light_options(format)};
  // These read -crf as a mere limit unless the bit rate is given as none.
  if (format.crf && format.encoder.starts_with("libvpx")) return {"-b:v", "0"};
  return {};
}

/// libvpx has no presets, but a goal and, by a number, how hard it tries for it.
Words preset_words(const PictureFormat& format) {
  if (format.preset.empty()) return {};
  if (!format.encoder.starts_with("libvpx")) return {"-preset", format.preset};
  const bool number = format.preset.find_first_not_of("0123456789") == std::string::npos;
  if (number) return {"-deadline", "good", "-cpu-used", format.preset};
  return {"-deadline", format.preset};
}

Words opened_as(std::string_view formats, std::string_view file, Words before) {
  Words words = std::move(before);
  append(words,
         {"-threads", "1", "-format_whitelist", formats, "-protocol_whitelist", allowed_protocols, "-i"});
  words.push_back(as_file(file));
  return words;
}

}  // namespace

Words ffmpeg_words(const Tools& tools, Talk talk) {
  Words words = {tools.ffmpeg, "-nostdin", "-hide_banner", "-nostats", "-progress", "pipe:1", "-y"};
  append(words, {"-v", talk == Talk::stamps ? "level+info" : "level+warning"});
  return words;
}

Words input_words(std::string_view file, Words before) {
  return opened_as(allowed_formats, file, std::move(before));
}

Words still_words(std::string_view file, std::string_view demuxer, core::Rational rate) {
  return opened_as(demuxer, file, {"-f", std::string(demuxer), "-framerate", rate.to_string()});
}

Words raw_sound_words(std::string_view name, const SoundFormat& format) {
  Words words = {"-f", "s16le", "-ar", std::to_string(format.sample_rate)};
  append(words, layout_words(format.layout));
  append(words, {"-i", name});
  return words;
}

Words passthrough_words(const Tools& tools) {
  return {tools.fps_mode() ? "-fps_mode" : "-vsync", "passthrough"};
}

std::string chroma_place(const Tools& tools) {
  return tools.asks_frames_for_chroma() ? ",setparams=chroma_location=left" : "";
}

Words picture_encoder_words(const PictureFormat& format) {
  Words words = {"-c:v", format.encoder, "-threads", std::to_string(format.threads)};
  append(words, preset_words(format));
  if (format.crf) append(words, {"-crf", decimal(*format.crf)});
  if (!format.bitrate.empty()) append(words, {"-b:v", format.bitrate});
  if (!format.profile.empty()) append(words, {"-profile:v", format.profile});
  append(words, hardware_words(format));
  append(words, encoder_extras(format));
  const FilmColour& colour = format.colour;
  append(words, {"-color_range", colour.range, "-colorspace", colour.matrix});
  append(words, {"-color_primaries", colour.primaries, "-color_trc", colour.transfer});
  append(words, {"-chroma_sample_location", "left", "-flags:v", "+bitexact"});
  return words;
}

Words sound_encoder_words(const SoundFormat& format) {
  Words words = {"-c:a", format.encoder};
  if (!format.bitrate.empty()) append(words, {"-b:a", format.bitrate});
  append(words, {"-ar", std::to_string(format.sample_rate)});
  append(words, layout_words(format.layout));
  append(words, {"-flags:a", "+bitexact"});
  append(words, sound_container_words(format));
  return words;
}

Words sound_container_words(const SoundFormat& format) {
  // Before version 6, ffmpeg takes FLAC in an mp4 for an experiment.
  if (format.encoder == "flac") return {"-strict", "experimental"};
  return {};
}

Words metadata_words(const std::vector<Tag>& metadata) {
  Words words;
  for (const Tag& tag : metadata) append(words, {"-metadata", tag.name + "=" + tag.text});
  return words;
}

Words container_words(std::string_view muxer, std::string_view output) {
  Words words = {"-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-f"};
  append(words, {muxer, as_file(output)});
  return words;
}

Words hevc_tag_words(const PictureFormat& format) {
  if (picture_codec(format.encoder) != "hevc") return {};
  return {"-tag:v", format.own_sets ? "hev1" : "hvc1"};
}

Words edit_list_words(const SoundFormat& format) {
  return {"-movie_timescale", std::to_string(format.sample_rate)};
}

}  // namespace spool::pipelines
