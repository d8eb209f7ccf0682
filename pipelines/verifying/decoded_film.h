// What the ffprobe that decodes a whole film prints: packets, frames and complaints come between each other,
// and are kept apart here. Bounded as FfprobeOutput is. Source: ffprobe's documentation, "show_log".
#pragma once

#include "core/process.h"
#include "pipelines/ffmpeg/line_splitter.h"
#include "pipelines/media/ffprobe_output.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace spool::pipelines {

class DecodedFilm final : public core::Output {
 public:
  bool on_stdout(std::string_view chunk) override;
  void on_stderr(std::string_view chunk) override;

  /// Takes in last lines that have no line end.
  void finish();

  /// Streams, container, packets and what was told, as any other look at the file has them.
  [[nodiscard]] const FfprobeOutput& asked() const { return asked_; }
  /// The frames in the order of decoding.
  [[nodiscard]] const FfprobeOutput& decoded() const { return decoded_; }
  [[nodiscard]] std::int64_t errors() const { return errors_; }
  /// In ffmpeg's words, without addresses: "h264: error while decoding MB 1 5".
  [[nodiscard]] const std::string& first_error() const { return first_error_; }

 private:
  void take_line(std::string_view line);
  void take_word(std::string_view line);

  static constexpr std::size_t longest_line = std::size_t{64} * 1024;

  LineSplitter lines_{longest_line};
  LineSplitter words_;
  FfprobeOutput asked_;
  FfprobeOutput decoded_;
  std::int64_t errors_ = 0;
  std::string first_error_;
  bool last_was_error_ = false;
};

}  // namespace spool::pipelines
