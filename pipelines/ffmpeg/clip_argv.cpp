#include "pipelines/ffmpeg/argv_parts.h"
#include "pipelines/ffmpeg/changing_shape.h"
#include "pipelines/ffmpeg/coded_colours.h"
#include "pipelines/ffmpeg/copied_packets.h"
#include "pipelines/ffmpeg/hardware.h"
#include "pipelines/ffmpeg/picture_chain.h"

namespace spool::pipelines {
namespace {

Words sought_words(const std::string& file, const std::optional<Rational>& seek, Words before = {}) {
  append(before, {"-noaccurate_seek"});
  if (seek) append(before, {"-ss", seek->to_decimal(6)});
  return input_words(file, std::move(before));
}

/// Stamps from the first picture on, which a keyframe of its own is: whatever ticks a version of ffmpeg counts in here.
constexpr std::string_view stamps_from_zero = "setts=pts=PTS-STARTPTS:dts=min(DTS\\,PTS)-STARTPTS";

/// Where pictures are shown out of the order of their packets, ffmpeg seeks earlier by this much in all but mp4 and mov, so as not
/// to miss any: what is decoded comes from the keyframe before, what is copied must begin with its own.
std::optional<Rational> seek_to_copy(const ClipJob& job) {
  const Rational earlier(130'434, 1'000'000);
  const bool by_heuristic = job.source->kind == ContainerKind::matroska && job.source->pictures.reorder > 0;
  if (!job.cut.seek || !by_heuristic) return job.cut.seek;
  return *job.cut.seek + earlier;
}

/// The packets of the clip's pictures, and a list of them with the stamps that the source gives them.
Words copy_argv(const ClipJob& job, const Tools& tools) {
  const Words packets = {"-map", picture_pad(job), "-c", "copy", "-frames:v", std::to_string(job.frames())};
  Words words = ffmpeg_words(tools, Talk::warnings);
  append(words, {"-copyts"});
  append(words, sought_words(job.file, seek_to_copy(job)));
  append(words, packets);
  const VideoStream& video = job.source->video.front();
  Words filters;
  // Joining puts H.264's parameter sets before keyframes, but not HEVC's.
  if (job.format.own_sets && video.codec == "hevc") filters.emplace_back("hevc_mp4toannexb");
  if (job.format.own_sets) filters.push_back(colours_into_packets(video, job.format.colour));
  filters.emplace_back(stamps_from_zero);
  append(words, {"-bsf:v", chained(filters)});
  append(words, hevc_tag_words(job.format));
  append(words, picture_track_words(job.format));
  append(words, container_words(job.format.part_muxer(), job.output));
  append(words, packets);
  append(words, packet_list_words(job.source->video.front().codec, as_file(packet_list(job.output))));
  return words;
}

}  // namespace

Words picture_input_words(const ClipJob& job) {
  const std::string rate = job.format.rate.to_string();
  switch (picture_source(job)) {
    case PictureSource::still:
      return still_words(job.file, job.source->format, job.format.rate);
    case PictureSource::moving:
      break;
    case PictureSource::black:
      // Black in RGB is black in every range.
      return {"-f", "lavfi", "-i",
              "color=c=black:s=" + std::to_string(job.format.width) + "x" +
                  std::to_string(job.format.height) + ":r=" + rate + (job.format.colour.range == "pc" ? ",format=gbrp" : "")};
  }
  return sought_words(job.file, job.from_start ? std::nullopt : job.cut.seek, unbroken_words(*job.source));
}

std::string picture_pad(const ClipJob& job, int input) {
  const std::string picture = std::to_string(input) + ":v:";
  if (picture_source(job) != PictureSource::moving) return picture + "0";
  // A remuxed or rendered work file holds the one picture stream only.
  const bool as_it_came = job.file == job.source->path;
  return picture + std::to_string(as_it_came ? job.source->video.front().ordinal : 0);
}

Words picture_track_words(const PictureFormat& format) {
  return {"-video_track_timescale", std::to_string(format.track_timescale())};
}

Words clip_argv(const ClipJob& job, const Tools& tools) {
  if (job.copied) return copy_argv(job, tools);
  PictureGraph graph = picture_graph(job, 1);
  graph.text += chroma_place(tools);
  Words words = ffmpeg_words(tools, Talk::stamps);
  append(words, device_words(job.format));
  append(words, {"-copyts", "-filter_threads", "1"});
  append(words, picture_input_words(job));
  for (const StillInput& image : graph.images) append(words, still_words(image.file, image.demuxer, job.format.rate));
  if (graph.images.empty()) {
    append(words, {"-map", picture_pad(job), "-vf", graph.text + for_encoder(job.format)});
  } else {
    append(words, {"-filter_complex_threads", "1", "-filter_complex"});
    words.push_back("[" + picture_pad(job) + "]" + graph.text + for_encoder(job.format) + "[picture]");
    append(words, {"-map", "[picture]"});
  }
  append(words, passthrough_words(tools));
  append(words, picture_encoder_words(job.format));
  append(words, picture_track_words(job.format));
  append(words, {"-an"});
  append(words, container_words(job.format.part_muxer(), job.output));
  return words;
}

}  // namespace spool::pipelines
