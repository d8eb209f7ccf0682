#include "pipelines/media/verdict.h"

#include "pipelines/media/describe.h"
#include "pipelines/media/picture_index.h"
#include "pipelines/media/span_words.h"
#include "pipelines/media/stream_facts.h"

#include <algorithm>
#include <string>
#include <vector>

namespace spool::pipelines {

using core::Error;

namespace {

constexpr std::size_t most_streams = 128;
constexpr std::int64_t most_pixels = 40'000'000;  // of a moving picture: 8K has 35 million
constexpr std::int64_t most_pixels_of_still = 130'000'000;
constexpr int longest_side = 16'384;
constexpr std::int64_t longest_stand = 3600;  // seconds for which one picture may stand
const Rational least_shortfall = 1;           // seconds: containers round and pad

bool is_encrypted(const Section& stream) {
  const std::string_view tag = field(stream.fields, "codec_tag_string");
  const bool by_tag = tag == "encv" || tag == "enca" || tag == "drmi" || tag == "drms";
  return by_tag || std::any_of(stream.side_data.begin(), stream.side_data.end(), [](const Fields& side) {
           return field(side, "side_data_type").substr(0, 10) == "Encryption";
         });
}

/// Dolby Vision without a picture that others can show: its colours are those of no standard.
bool has_colours_of_its_own(const Section& stream) {
  return std::any_of(stream.side_data.begin(), stream.side_data.end(), [](const Fields& side) {
    return field(side, "dv_profile") == "5" || (field(side, "dv_bl_signal_compatibility_id") == "0" && field(side, "dv_profile") == "10");
  });
}

Error encrypted(const std::string& name) {
  return {"input.encrypted",
          name + " is encrypted (copy protection): it cannot be decoded without its key",
          "record or export it without protection",
          {}};
}

Error no_decoder(const std::string& name, const std::string& what, const std::string& codec) {
  const std::string known = codec.empty() ? "in a codec that ffmpeg does not know"
                                          : "in " + codec + ", for which this ffmpeg has no decoder";
  return {"input.unsupported_codec",
          "the " + what + " of " + name + " is " + known,
          "export it as H.264 with AAC, or use an ffmpeg that has the decoder (spool --ffmpeg PATH)",
          {}};
}

/// ffprobe says so for each stream that it finds no decoder for.
bool lacks_decoder(const FfprobeOutput& output, int stream) {
  const std::string end = " for input stream " + std::to_string(stream) + '\n';
  const std::size_t at = output.told().find(end);
  if (at == std::string::npos) return false;
  const std::size_t line = output.told().rfind('\n', at == 0 ? 0 : at - 1);
  return output.told().compare(line == std::string::npos ? 0 : line + 1, 17, "Unsupported codec") == 0;
}

std::optional<Error> judge_picture(const std::string& name, const Media& media, const FfprobeOutput& output) {
  const VideoStream& video = media.video.front();
  if (video.codec.empty() || lacks_decoder(output, video.index))
    return no_decoder(name, "picture", video.codec);
  const std::int64_t pixels = std::int64_t{video.width} * video.height;
  const std::int64_t most = media.is_still() ? most_pixels_of_still : most_pixels;
  if (pixels > most || video.width > longest_side || video.height > longest_side) {
    return Error{"input.too_large",
                 name + " has pictures of " + std::to_string(video.width) + "x" +
                     std::to_string(video.height) + ", more than any camera's",
                 "scale it down first (up to 8K is accepted)",
                 {}};
  }
  if (pixels <= 0 || video.pixel_format.empty()) {
    return Error{"input.undecodable",
                 "no picture of " + name + " can be decoded: what it holds is not the video that it says",
                 "copy the file again from where it was recorded",
                 {}};
  }
  if (has_colours_of_its_own(output.streams().at(static_cast<std::size_t>(video.index)))) {
    return Error{"input.hdr",
                 name + " is HDR of Dolby Vision alone (profile 5): its colours would come out wrong",
                 "export it as HDR10, HLG or SDR",
                 {}};
  }
  return std::nullopt;
}

std::optional<Error> judge_sound(const std::string& name, const Media& media, const FfprobeOutput& output) {
  const AudioStream& audio = media.audio.front();
  if (audio.codec.empty() || lacks_decoder(output, audio.index))
    return no_decoder(name, "sound", audio.codec);
  if (audio.sample_rate <= 0 || audio.channels <= 0) {
    return Error{"input.undecodable",
                 "the sound of " + name + " cannot be decoded: what it holds is not the sound that it says",
                 "copy the file again from where it was recorded",
                 {}};
  }
  return std::nullopt;
}

/// Where the last packet of a stream (-1: of any) ends, from the container's start.
Rational last_end(const FfprobeOutput& output, int only) {
  Rational end = 0;
  for (const Section& stream : output.streams()) {
    const Rational time_base = positive_fraction(field(stream.fields, "time_base"), Rational(1, 1000));
    const int index = stream_index(stream);
    if (only >= 0 && index != only) continue;
    for (const Packet& packet : output.packets_of(index)) {
      const std::int64_t stamp = packet.pts != no_stamp ? packet.pts : packet.dts;
      if (stamp != no_stamp) end = std::max(end, Rational(stamp + packet.duration) * time_base);
    }
  }
  return end - container_start(output.format());
}

/// Containers whose header says how long they are; elsewhere ffprobe estimates.
bool states_its_length(const Media& media) {
  if (media.kind == ContainerKind::mp4 || media.kind == ContainerKind::matroska) return true;
  const std::string& format = media.format;
  return format.rfind("mov,", 0) == 0 || format.rfind("matroska", 0) == 0 || format == "avi" ||
         format == "flv" || format == "asf" || format == "wav" || format == "w64" || format == "mxf";
}

Error truncated(const std::string& name, Rational claimed, Rational real) {
  return {"input.truncated",
          name + " is shorter than it claims: its header says " + span_in_words(claimed) +
              ", what is there ends at " + span_in_words(real),
          "copy the file again from where it was recorded; if that is all there is, keep it with: ffmpeg -i "
          "IN -c copy OUT.mkv",
          {}};
}

Rational allowed_shortfall(Rational claimed) { return std::max(least_shortfall, claimed / Rational(100)); }

/// How many pictures the header counts; 0 where it counts none.
std::int64_t counted_pictures(const Media& media, const FfprobeOutput& output) {
  const Section& stream = output.streams().at(static_cast<std::size_t>(media.video.front().index));
  return Rational::parse(field(stream.fields, "nb_frames")).value_or(Rational(0)).floor();
}

/// An AVI counts its pictures, dropped ones included; its length in seconds is ffprobe's guess where its
/// index is lost. A Matroska file may count its length from the clock's zero, however late it begins.
Rational claimed_length(const Media& media, const FfprobeOutput& output) {
  const Rational told = claimed_seconds(output.format());
  if (media.kind == ContainerKind::matroska) return told - std::max(Rational(0), media.start);
  if (media.format != "avi" || !media.has_picture()) return told;
  return std::max(told, Rational(counted_pictures(media, output)) * media.video.front().time_base);
}

/// The rest lies beyond any end: ffmpeg 5 leaves it out, ffmpeg 7 tells it as not to be shown.
bool is_left_with_one_picture(const Media& media, const FfprobeOutput& output) {
  if (counted_pictures(media, output) <= 1 || media.pictures.shown.size() != 1) return false;
  const std::vector<Packet>& packets = output.packets_of(media.video.front().index);
  const std::int64_t furthest = media.pictures.shown.front() + (Rational(longest_stand) / media.pictures.time_base).ceil();
  return packets.size() == 1 || std::ranges::any_of(packets, [&](const Packet& packet) { return packet.pts > furthest; });
}

std::optional<Error> judge_length(const std::string& name, const Media& media, const FfprobeOutput& output) {
  if (!states_its_length(media)) return std::nullopt;
  const bool cut_short = output.told().find("partial file") != std::string::npos;
  const Rational claimed = claimed_length(media, output);
  const Rational real = last_end(output, -1);
  if (claimed - real > (cut_short ? Rational(0) : allowed_shortfall(claimed)))
    return truncated(name, claimed, real);
  if (media.kind != ContainerKind::mp4 || !media.has_picture()) return std::nullopt;
  // The picture alone, as its sound may be whole.
  const int index = media.video.front().index;
  const Rational track = claimed_seconds(output.streams().at(static_cast<std::size_t>(index)));
  const Rational shown = last_end(output, index);
  if (track - shown > allowed_shortfall(track)) return truncated("the picture of " + name, track, shown);
  if (is_left_with_one_picture(media, output)) {
    return Error{"input.damaged",
                 name + " shows one of its " + std::to_string(counted_pictures(media, output)) +
                     " pictures: its index is damaged",
                 "copy the file again from where it was recorded",
                 {}};
  }
  return std::nullopt;
}

std::optional<Error> judge_gap(const std::string& name, const Media& media) {
  const PictureIndex& index = media.pictures;
  const Pace pace = pace_of(index);
  std::int64_t longest = pace.longest;
  std::int64_t at = pace.longest_at;
  if (index.last_duration > longest) {
    longest = index.last_duration;
    at = index.shown.back();
  }
  const Rational stands = Rational(longest) * index.time_base;
  if (stands <= Rational(longest_stand)) return std::nullopt;
  return Error{"input.time_gap",
               name + " stands still for " + span_in_words(stands) + " at " +
                   span_in_words(Rational(at) * index.time_base - index.origin) + ": its clock jumps there",
               "cut it in two at that place, or give it new time stamps: ffmpeg -i IN -vf "
               "setpts=N/FRAME_RATE/TB OUT.mp4",
               {}};
}

/// A place where a stream's clock jumps: back by more than packets are ever out of order, or, where the
/// stream is copied first, so far ahead that ffmpeg closes the gap. What an edit list leaves out is decoded before its turn.
std::optional<Rational> clock_jump(const std::vector<Packet>& packets, Rational time_base,
                                   bool copied_first) {
  const auto ticks = [&time_base](Rational seconds) { return (seconds / time_base).ceil(); };
  const std::int64_t back = ticks(Rational(1, 10));
  const std::int64_t ahead = ticks(Rational(10));
  std::int64_t before = no_stamp;
  for (const Packet& packet : packets) {
    if (packet.dts == no_stamp || packet.discarded) continue;
    const bool jumps =
        before != no_stamp && (packet.dts < before - back || (copied_first && packet.dts > before + ahead));
    if (jumps) return Rational(before) * time_base;
    before = packet.dts;
  }
  return std::nullopt;
}

std::optional<Error> judge_clock(const std::string& name, const Media& media, const FfprobeOutput& output) {
  const bool copied_first = media.kind == ContainerKind::mpeg;
  std::optional<Rational> at;
  if (media.has_picture()) {
    const VideoStream& video = media.video.front();
    at = clock_jump(output.packets_of(video.index), video.time_base, copied_first);
  }
  for (const AudioStream& audio : media.audio) {
    if (!at) at = clock_jump(output.packets_of(audio.index), audio.time_base, copied_first);
  }
  if (!at) return std::nullopt;
  const std::string where = span_in_words(*at - container_start(output.format()));
  return Error{"input.time_jump",
               "the clock of " + name + " jumps after " + where + ": two recordings seem to be joined there",
               "give it new time stamps: ffmpeg -i IN -vf setpts=N/FRAME_RATE/TB -af asetpts=N/SR/TB OUT.mp4",
               {}};
}

}  // namespace

std::optional<Error> judge_streams(const std::string& name, const Media& media, const FfprobeOutput& output) {
  if (output.streams().size() > most_streams) {
    return Error{
        "input.too_many_streams",
        name + " has " + std::to_string(output.streams().size()) + " streams: no camera writes so many",
        "keep what is wanted: ffmpeg -i IN -map 0:v:0 -map 0:a:0 -c copy OUT.mkv",
        {}};
  }
  if (output.too_much()) {
    return Error{"input.too_long",
                 name + " holds more than can be looked at (millions of packets)",
                 "cut it into parts first",
                 {}};
  }
  if (media.video.empty() && media.audio.empty()) {
    return Error{"input.no_streams",
                 name + " holds no pictures and no sound",
                 "the recording or copy was cut off at its start: copy it again",
                 {}};
  }
  const bool locked =
      std::any_of(output.streams().begin(), output.streams().end(), [&output](const Section& stream) {
        const std::vector<Packet>& packets = output.packets_of(stream_index(stream));
        return is_encrypted(stream) || (!packets.empty() && packets.front().encrypted);
      });
  if (locked) return encrypted(name);
  std::optional<Error> wrong;
  if (!media.video.empty()) wrong = judge_picture(name, media, output);
  if (!wrong && !media.audio.empty()) wrong = judge_sound(name, media, output);
  if (wrong) return wrong;
  if (has_absurd_stamps(media, output)) {
    return Error{"input.absurd_times",
                 "the time stamps of " + name + " make no sense: some lie more than a year away",
                 "give it new ones: ffmpeg -i IN -c copy OUT.mkv",
                 {}};
  }
  return std::nullopt;
}

std::optional<Error> judge_times(const std::string& name, const Media& media, const FfprobeOutput& output) {
  if (media.is_still()) return std::nullopt;
  if (media.has_picture() && media.pictures.shown.empty()) {
    return Error{"input.no_pictures",
                 name + " has a picture track without a single picture",
                 "the recording was cut off: copy it again from where it was recorded",
                 {}};
  }
  if (auto wrong = judge_clock(name, media, output)) return wrong;
  if (auto wrong = judge_length(name, media, output)) return wrong;
  if (media.has_picture()) return judge_gap(name, media);
  const bool silent = std::all_of(media.sound.begin(), media.sound.end(),
                                  [](const SoundIndex& index) { return index.end <= index.first; });
  if (silent)
    return Error{
        "input.no_sound", name + " has a sound track without a single sample", "copy the file again", {}};
  return std::nullopt;
}

}  // namespace spool::pipelines
