#include "pipelines/ffmpeg/argv_parts.h"
#include "pipelines/ffmpeg/hardware.h"
#include "pipelines/ffmpeg/picture_chain.h"

namespace spool::pipelines {

Words picture_input_words(const ClipJob& job) {
  const std::string rate = job.format.rate.to_string();
  switch (picture_source(job)) {
    case PictureSource::still:
      return still_words(job.file, job.format.rate);
    case PictureSource::moving:
      break;
    case PictureSource::black:
      return {"-f", "lavfi", "-i",
              "color=c=black:s=" + std::to_string(job.format.width) + "x" +
                  std::to_string(job.format.height) + ":r=" + rate};
  }
  Words seek = {"-noaccurate_seek"};
  if (job.cut.seek && !job.from_start) append(seek, {"-ss", job.cut.seek->to_decimal(6)});
  return input_words(job.file, std::move(seek));
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
  const PictureGraph graph = picture_graph(job, 1);
  Words words = ffmpeg_words(tools, Talk::stamps);
  append(words, device_words(job.format));
  append(words, {"-copyts", "-filter_threads", "1"});
  append(words, picture_input_words(job));
  for (const std::string& image : graph.images) append(words, still_words(image, job.format.rate));
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
