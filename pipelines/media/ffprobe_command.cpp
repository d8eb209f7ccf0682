#include "pipelines/media/ffprobe_command.h"

#include "pipelines/media/whitelist.h"

#include <algorithm>
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
    "format_tags=title,artist,album,genre,comment,copyright,description,creation_time,"
    "TITLE,ARTIST,ALBUM,GENRE,COMMENT,COPYRIGHT,DESCRIPTION:"
    "stream_side_data=side_data_type,rotation,displaymatrix,dv_profile,dv_bl_signal_compatibility_id,"
    "red_x,red_y,green_x,green_y,blue_x,blue_y,white_point_x,white_point_y,min_luminance,max_luminance,max_content,max_average";
constexpr std::string_view packets_asked =
    "packet=stream_index,pts,dts,duration,flags:packet_side_data=side_data_type,skip_samples,discard_padding";
constexpr std::string_view pictures_asked =
    "frame=stream_index,best_effort_timestamp,pkt_dts,duration,pkt_duration,key_frame:frame_side_data=";
constexpr std::string_view channels_asked = "frame=stream_index,channels:frame_side_data=";
constexpr std::string_view first_picture_asked =
    "frame=stream_index:frame_side_data=side_data_type,rotation,displaymatrix,red_x,red_y,green_x,green_y,blue_x,blue_y,white_point_x,"
    "white_point_y,min_luminance,max_luminance,max_content,max_average";
constexpr std::string_view decoded_asked =
    "frame=stream_index,best_effort_timestamp,pkt_dts,duration,pkt_duration,nb_samples:frame_side_data=:log="
    "level";
constexpr const char* error_level = "16";

void add(std::vector<std::string>& argv, std::initializer_list<std::string> words) {
  argv.insert(argv.end(), words);
}

/// What is read from a slow disk, and what the slowest codec decodes, in a millisecond.
constexpr std::uint64_t bytes_read = 20'000;
constexpr std::uint64_t bytes_decoded = 1'000;
/// Of a whole film, whose frames are told in bundles: for the least that it may take, and between two
/// bundles.
constexpr std::uint64_t bytes_of_a_film = 100;
constexpr core::Milliseconds short_film{10 * 60 * 1000};
constexpr core::Milliseconds bundle_of_frames{120 * 1000};

core::Command confined(const ProbeSettings& settings, const HowToRead& reading, std::uint64_t milliseconds,
                       const char* told = "warning") {
  core::Command command;
  command.argv = {settings.ffprobe,
                  "-hide_banner",
                  "-v",
                  told,
                  "-threads",
                  "1",
                  "-protocol_whitelist",
                  "file",
                  "-format_whitelist",
                  allowed_formats,
                  "-of",
                  "compact"};
  if (!reading.demuxer.empty()) add(command.argv, {"-f", reading.demuxer});
  if (reading.generate_stamps) add(command.argv, {"-fflags", "+genpts"});
  command.memory_limit = settings.memory_limit;
  command.file_limit = 0;
  command.processor_limit = settings.processor_limit + std::chrono::seconds(milliseconds / 1000);
  command.stall = settings.stall;
  command.timeout = settings.stall + core::Milliseconds(milliseconds);
  return command;
}

/// What is `asked` of each frame of those `streams`, which are decoded.
core::Command frames_command(const ProbeSettings& settings, const std::string& path, const HowToRead& reading, std::uint64_t file_bytes,
                             const std::string& streams, std::string_view asked) {
  core::Command command = confined(settings, reading, file_bytes / bytes_decoded);
  add(command.argv, {"-select_streams", streams, "-show_entries", std::string(asked), "-i", "file:" + path});
  return command;
}

bool begins(std::string_view bytes, std::string_view with) { return bytes.substr(0, with.size()) == with; }

/// Packets of a transport stream begin with 0x47, each 188 bytes (192 on cameras, with a time before each).
bool is_transport_stream(std::string_view bytes) {
  for (const std::size_t size : {std::size_t{188}, std::size_t{192}, std::size_t{204}}) {
    for (std::size_t offset = 0; offset < size && offset + 4 * size < bytes.size(); ++offset) {
      bool all = true;
      for (std::size_t packet = 0; packet < 5 && all; ++packet) all = bytes[offset + packet * size] == '\x47';
      if (all) return true;
    }
  }
  return false;
}

}  // namespace

HowToRead reading_of(std::string_view bytes) {
  using namespace std::string_view_literals;
  const auto still = [](const char* demuxer) { return HowToRead{demuxer, false}; };
  if (begins(bytes, "\x89PNG\r\n\x1a\n"sv)) return still("png_pipe");
  if (begins(bytes, "\xff\xd8\xff"sv)) return still("jpeg_pipe");
  if (begins(bytes, "RIFF"sv) && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP"sv)
    return still("webp_pipe");
  if (begins(bytes, "II*\0"sv) || begins(bytes, "MM\0*"sv)) return still("tiff_pipe");
  if (begins(bytes, "qoif"sv)) return still("qoi_pipe");
  if (begins(bytes, "BM"sv) && bytes.size() >= 10 && bytes.substr(6, 4) == "\0\0\0\0"sv)
    return still("bmp_pipe");
  const bool program_stream = bytes.find("\x00\x00\x01\xba"sv) != std::string_view::npos;
  return HowToRead{"", program_stream || is_transport_stream(bytes)};
}

core::Command packets_command(const ProbeSettings& settings, const std::string& path,
                              const HowToRead& reading, std::uint64_t file_bytes) {
  core::Command command = confined(settings, reading, file_bytes / bytes_read);
  const std::string asked = std::string(streams_asked) + ':' + std::string(packets_asked);
  add(command.argv, {"-show_entries", asked, "-i", "file:" + path});
  return command;
}

core::Command pictures_command(const ProbeSettings& settings, const std::string& path,
                               const HowToRead& reading, int stream, std::uint64_t file_bytes) {
  return frames_command(settings, path, reading, file_bytes, std::to_string(stream), pictures_asked);
}

core::Command channels_command(const ProbeSettings& settings, const std::string& path, const HowToRead& reading,
                               std::uint64_t file_bytes) {
  return frames_command(settings, path, reading, file_bytes, "a", channels_asked);
}

core::Command first_picture_command(const ProbeSettings& settings, const std::string& path, const HowToRead& reading,
                            int stream) {
  core::Command command = confined(settings, reading, 0);
  // Some packets, as the first may be none that can be decoded.
  add(command.argv, {"-select_streams", std::to_string(stream), "-read_intervals", "%+#8", "-show_entries",
                     std::string(first_picture_asked), "-i", "file:" + path});
  return command;
}

core::Command film_command(const ProbeSettings& settings, const std::string& path, const HowToRead& reading,
                           std::uint64_t file_bytes) {
  core::Command command = confined(settings, reading, file_bytes / bytes_of_a_film, "level+warning");
  command.processor_limit.reset();
  command.stall = std::max(settings.stall, bundle_of_frames);
  *command.timeout += short_film;
  std::string asked = std::string(streams_asked) + ':' + std::string(packets_asked);
  asked += ':' + std::string(decoded_asked);
  add(command.argv, {"-show_log", error_level, "-show_entries", asked, "-i", "file:" + path});
  return command;
}

}  // namespace spool::pipelines
