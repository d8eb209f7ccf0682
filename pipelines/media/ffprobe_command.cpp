#include "pipelines/media/ffprobe_command.h"

#include "pipelines/media/whitelist.h"

#include <initializer_list>
#include <string_view>
#include <vector>

namespace spool::pipelines {

namespace {

/// What is asked about a stream and its container.
constexpr std::string_view streams_asked =
    "format=format_name,start_time,duration,size:"
    "stream=index,codec_type,codec_name,codec_tag_string,profile,width,height,sample_aspect_ratio,pix_fmt,"
    "field_order,"
    "color_range,color_space,color_transfer,color_primaries,time_base,r_frame_rate,avg_frame_rate,nb_frames,"
    "duration,bits_per_raw_sample,sample_rate,channels,channel_layout,has_b_frames:"
    "stream_disposition=attached_pic,timed_thumbnails,default:stream_tags=language:"
    "stream_side_data=side_data_type,rotation,displaymatrix";
constexpr std::string_view packets_asked =
    "packet=stream_index,pts,dts,duration,flags:packet_side_data=side_data_type,skip_samples,discard_padding";
constexpr std::string_view pictures_asked =
    "frame=stream_index,best_effort_timestamp,pkt_dts,duration,pkt_duration,key_frame:frame_side_data=";

/// The whole time: the limit, and as long as reading takes from a slow disk.
core::Milliseconds whole_time(const ProbeSettings& settings, std::uint64_t file_bytes) {
  constexpr std::uint64_t bytes_per_millisecond = 20'000;
  return settings.time_limit + core::Milliseconds(file_bytes / bytes_per_millisecond);
}

core::Command confined(const ProbeSettings& settings, std::uint64_t file_bytes) {
  core::Command command;
  command.argv = {settings.ffprobe,      "-hide_banner", "-v", "warning", "-threads", "1",
                  "-protocol_whitelist", "file"};
  command.memory_limit = settings.memory_limit;
  command.file_limit = 0;
  command.stall = settings.time_limit;
  command.timeout = whole_time(settings, file_bytes);
  return command;
}

void add(std::vector<std::string>& argv, std::initializer_list<std::string> words) {
  argv.insert(argv.end(), words);
}

bool begins(std::string_view bytes, std::string_view with) { return bytes.substr(0, with.size()) == with; }

}  // namespace

const std::string& accepted_formats() {
  static const std::string formats = [] {
    std::string all = allowed_formats;
    constexpr std::string_view numbered = ",image2,";
    all.replace(all.find(numbered), numbered.size(), ",");
    return all;
  }();
  return formats;
}

std::string still_demuxer(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (begins(bytes, "\x89PNG\r\n\x1a\n"sv)) return "png_pipe";
  if (begins(bytes, "\xff\xd8\xff"sv)) return "jpeg_pipe";
  if (begins(bytes, "RIFF"sv) && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP"sv) return "webp_pipe";
  if (begins(bytes, "II*\0"sv) || begins(bytes, "MM\0*"sv)) return "tiff_pipe";
  if (begins(bytes, "qoif"sv)) return "qoi_pipe";
  if (begins(bytes, "BM"sv) && bytes.size() >= 10 && bytes.substr(6, 4) == "\0\0\0\0"sv) return "bmp_pipe";
  return {};
}

core::Command packets_command(const ProbeSettings& settings, const std::string& path,
                              const std::string& demuxer, std::uint64_t file_bytes) {
  core::Command command = confined(settings, file_bytes);
  const std::string asked = std::string(streams_asked) + ':' + std::string(packets_asked);
  if (!demuxer.empty()) add(command.argv, {"-f", demuxer});
  add(command.argv, {"-format_whitelist", accepted_formats(), "-of", "compact", "-show_entries", asked, "-i",
                     "file:" + path});
  return command;
}

core::Command pictures_command(const ProbeSettings& settings, const std::string& path, int stream,
                               std::uint64_t file_bytes) {
  core::Command command = confined(settings, file_bytes);
  add(command.argv,
      {"-format_whitelist", accepted_formats(), "-of", "compact", "-select_streams", std::to_string(stream),
       "-show_entries", std::string(pictures_asked), "-i", "file:" + path});
  return command;
}

}  // namespace spool::pipelines
