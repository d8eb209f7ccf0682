#include "pipelines/media/ffprobe_output.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace spool::pipelines {

namespace {

bool starts_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

/// Whole number or `otherwise` ("N/A", and whatever is none).
template <class Number>
Number number(std::string_view text, Number otherwise) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? value : otherwise;
}

/// A stamp, held within what can be added up without overflowing.
std::int64_t stamp(std::string_view text, std::int64_t otherwise) {
  constexpr std::int64_t furthest = std::int64_t{1} << 60;
  const auto value = number<std::int64_t>(text, otherwise);
  return value == no_stamp ? value : std::clamp(value, -furthest, furthest);
}

char unescaped(char letter) {
  switch (letter) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    default:
      return letter;
  }
}

/// Takes the next part of a line, up to an unescaped `|`. Side data begins a new part with or without a line
/// end before.
std::string next_part(std::string_view& line) {
  std::string part;
  std::size_t at = 0;
  for (; at < line.size() && line[at] != '|'; ++at) {
    const bool escape = line[at] == '\\' && at + 1 < line.size();
    if (escape) ++at;
    part += escape ? unescaped(line[at]) : line[at];
  }
  line.remove_prefix(at < line.size() ? at + 1 : at);
  return part;
}

/// Since ffmpeg 7 the keys of side data tell whose they are: "side_datum/display_matrix:rotation".
std::string_view bare(std::string_view key) {
  if (!starts_with(key, "side_datum/")) return key;
  return key.substr(key.rfind(':') + 1);
}

/// One `key=value` of a packet's line. Nothing in it is ever escaped.
void set_packet_value(Packet& packet, int& stream, std::string_view key, std::string_view value) {
  if (key == "stream_index") {
    stream = number<int>(value, -1);
  } else if (key == "pts" || key == "best_effort_timestamp") {
    packet.pts = stamp(value, no_stamp);
  } else if (key == "dts" || key == "pkt_dts") {
    packet.dts = stamp(value, no_stamp);
  } else if (key == "duration" || key == "pkt_duration") {
    packet.duration = stamp(value, 0);
  } else if (key == "flags") {
    packet.keyframe = value.find('K') != std::string_view::npos;
    packet.discarded = value.find('D') != std::string_view::npos;
  } else if (key == "key_frame") {
    packet.keyframe = value == "1";
  } else if (key == "skip_samples") {
    packet.skip = number<std::int32_t>(value, 0);
  } else if (key == "side_data_type") {
    packet.encrypted = packet.encrypted || value == "Encryption info";
  } else if (key == "discard_padding") {
    packet.cut = number<std::int32_t>(value, 0);
  } else if (key == "nb_samples") {
    packet.samples = number<std::int32_t>(value, 0);
  } else if (key == "channels") {
    packet.channels = number<std::uint8_t>(value, 0);
  } else if (key == "level") {
    packet.faulty = true;
  }
}

}  // namespace

std::string_view field(const Fields& fields, std::string_view key) {
  const auto found = fields.find(key);
  if (found == fields.end() || found->second == "N/A" || found->second == "unknown") return {};
  return found->second;
}

std::string parse_section(std::string_view line, Section& section) {
  std::string name = next_part(line);
  if (name == "side_data") section.side_data.emplace_back();
  while (!line.empty()) {
    const std::string part = next_part(line);
    const std::size_t equals = part.find('=');
    if (equals == std::string::npos) {
      if (!part.empty()) section.side_data.emplace_back();
      continue;
    }
    const std::string_view whole = std::string_view(part).substr(0, equals), key = bare(whole);
    if (key.size() < whole.size() && key == "side_data_type") section.side_data.emplace_back();
    Fields& fields = section.side_data.empty() ? section.fields : section.side_data.back();
    fields.insert_or_assign(std::string(key), part.substr(equals + 1));
  }
  return name;
}

bool FfprobeOutput::on_stdout(std::string_view chunk) {
  while (!chunk.empty()) {
    const std::size_t end = chunk.find('\n');
    const std::string_view piece = chunk.substr(0, end);
    if (rest_.size() + piece.size() > limits_.line) {
      rest_.clear();
      skipping_ = true;
      too_much_ = true;
    }
    if (end == std::string_view::npos) {
      if (!skipping_) rest_ += piece;
      return true;
    }
    if (!skipping_) {
      if (rest_.empty()) {
        take_line(piece);
      } else {
        rest_ += piece;
        take_line(rest_);
        rest_.clear();
      }
    }
    skipping_ = false;
    chunk.remove_prefix(end + 1);
  }
  return true;
}

void FfprobeOutput::on_stderr(std::string_view chunk) {
  const std::size_t room = limits_.told - std::min(limits_.told, told_.size());
  told_ += chunk.substr(0, room);
}

void FfprobeOutput::finish() {
  const std::string last = std::exchange(rest_, {});
  if (!last.empty()) take_line(last);
}

const std::vector<Packet>& FfprobeOutput::packets_of(int stream) const {
  static const std::vector<Packet> none;
  const auto index = static_cast<std::size_t>(stream);
  return stream >= 0 && index < packets_.size() ? packets_[index] : none;
}

void FfprobeOutput::take_line(std::string_view line) {
  // Before version 6 all side data of a stream but the first stand on lines of their own, behind it.
  if (starts_with(line, "side_data|")) {
    if (last_stream_) parse_section(line, streams_[*last_stream_]);
    constexpr std::size_t enough = 64;
    if (!last_stream_ && frames_ == 1 && first_frame_.side_data.size() < enough) parse_section(line, first_frame_);
    return;
  }
  last_stream_.reset();
  if (starts_with(line, "frame|") && ++frames_ == 1) parse_section(line, first_frame_);
  if (starts_with(line, "packet|") || starts_with(line, "frame|")) {
    take_packet(line);
  } else if (starts_with(line, "stream|")) {
    take_stream(line);
  } else if (starts_with(line, "format|")) {
    parse_section(line, format_);
  }
}

void FfprobeOutput::take_stream(std::string_view line) {
  Section stream;
  parse_section(line, stream);
  const std::size_t index = number<std::size_t>(field(stream.fields, "index"), limits_.streams);
  if (index >= limits_.streams) {
    too_much_ = true;
    return;
  }
  // Streams of a transport stream are told twice, within their programme and by themselves.
  if (streams_.size() <= index) streams_.resize(index + 1);
  streams_[index] = std::move(stream);
  last_stream_ = index;
}

void FfprobeOutput::take_packet(std::string_view line) {
  Packet packet;
  int stream = -1;
  while (!line.empty()) {
    const std::size_t end = line.find('|');
    const std::string_view part = line.substr(0, end);
    const std::size_t equals = part.find('=');
    if (equals != std::string_view::npos) {
      set_packet_value(packet, stream, bare(part.substr(0, equals)), part.substr(equals + 1));
    }
    line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
  }
  const auto index = static_cast<std::size_t>(stream);
  if (stream < 0 || index >= limits_.streams || packet_count_ >= limits_.packets) {
    too_much_ = too_much_ || stream >= 0;
    return;
  }
  ++packet_count_;
  if (packets_.size() <= index) packets_.resize(index + 1);
  packets_[index].push_back(packet);
}

}  // namespace spool::pipelines
