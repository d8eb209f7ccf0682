// What ffprobe prints, taken in as it comes: one line a packet, frame, stream or container, in its `compact`
// format. Bounded: packets are kept as numbers and counted, everything else within fixed limits, whatever a
// hostile file makes ffprobe say. Source: ffprobe's documentation, "compact, csv" and "packets"; GROUND,
// "ffmpeg and bad input".
#pragma once

#include "core/process.h"

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spool::pipelines {

/// A stamp that ffprobe does not know ("N/A").
inline constexpr std::int64_t no_stamp = std::numeric_limits<std::int64_t>::min();

/// A packet, or with `-show_frames` a decoded picture (`pts` is then the stamp that ffmpeg goes by). Ticks of
/// its stream.
struct Packet {
  std::int64_t pts = no_stamp;
  std::int64_t dts = no_stamp;
  std::int64_t duration = 0;  ///< 0: not known
  std::int32_t skip = 0;      ///< samples to be thrown away at its start
  std::int32_t cut = 0;       ///< samples to be thrown away at its end
  std::int32_t samples = 0;   ///< of decoded sound: what came out of it, a channel
  std::uint8_t channels = 0;   ///< of decoded sound
  bool keyframe : 1 = false;
  bool encrypted : 1 = false;
  bool discarded : 1 = false;  ///< decoded, but not shown
  bool faulty : 1 = false;     ///< the decoder complained on the way to it
};

using Fields = std::map<std::string, std::string, std::less<>>;

/// "" where there is no such field, or where ffprobe says that it does not know.
std::string_view field(const Fields& fields, std::string_view key);

/// One stream or the container: its fields (`width`, `disposition:default`, `tag:language`) and its side
/// data.
struct Section {
  Fields fields;
  std::vector<Fields> side_data;
};

/// Splits one line of the compact format into its section's name and its keys and values, escapes undone.
/// A part without `=` begins side data; its keys go to a new entry of `side_data`.
std::string parse_section(std::string_view line, Section& section);

class FfprobeOutput : public core::Output {
 public:
  struct Limits {
    std::size_t packets = 12'000'000;  ///< of all streams together
    std::size_t streams = 1'000;
    std::size_t line = 64 * 1024;  ///< bytes; longer ones are dropped
    std::size_t told = 16 * 1024;  ///< bytes of standard error kept
  };

  FfprobeOutput() = default;
  explicit FfprobeOutput(Limits limits) : limits_(limits) {}

  bool on_stdout(std::string_view chunk) override;
  void on_stderr(std::string_view chunk) override;

  /// Takes in a last line that has no line end.
  void finish();

  /// By stream index.
  [[nodiscard]] const std::vector<Section>& streams() const { return streams_; }
  [[nodiscard]] const Section& format() const { return format_; }
  /// Of decoded pictures: what the first says beside its packet's numbers.
  [[nodiscard]] const std::vector<Fields>& side_data_of_first_frame() const { return first_frame_.side_data; }
  /// By stream index; streams without packets are left out at the end.
  [[nodiscard]] const std::vector<std::vector<Packet>>& packets() const { return packets_; }
  [[nodiscard]] const std::vector<Packet>& packets_of(int stream) const;
  [[nodiscard]] bool too_much() const { return too_much_; }  ///< a limit was met: what is here is not all
  [[nodiscard]] const std::string& told() const { return told_; }  ///< the start of standard error

 private:
  void take_line(std::string_view line);
  void take_stream(std::string_view line);
  void take_packet(std::string_view line);

  Limits limits_;
  std::string rest_;       ///< a line not yet ended
  bool skipping_ = false;  ///< within a line that is too long
  std::vector<Section> streams_;
  std::optional<std::size_t> last_stream_;  ///< whose line was the last
  Section format_;
  Section first_frame_;
  std::size_t frames_ = 0;
  std::vector<std::vector<Packet>> packets_;
  std::size_t packet_count_ = 0;
  bool too_much_ = false;
  std::string told_;
};

}  // namespace spool::pipelines
