// What ffmpeg says while it works: how far it is (`-progress`), which pictures it decoded (showinfo), what
// went wrong (its log). Push parsers: chunks may end anywhere, memory is bounded whatever comes. Source:
// GROUND, "Rendering"; EXACT, "Seeking", "Trust".
#pragma once

#include "core/process.h"
#include "pipelines/ffmpeg/line_splitter.h"
#include "pipelines/ffmpeg/timing.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace spool::pipelines {

struct Progress {
  std::int64_t frame = 0;
  std::int64_t out_time_us = 0;  ///< of the film made so far, microseconds
  std::int64_t total_size = 0;   ///< bytes written
  double speed = 0;              ///< seconds of film a second; 0: not known
  bool ended = false;            ///< "progress=end": all is written
};

class ProgressParser {
 public:
  /// True where a whole block has come that shows an advance of frame, time or size: the work does not stand
  /// still.
  bool feed(std::string_view chunk);
  [[nodiscard]] const Progress& latest() const { return latest_; }

 private:
  bool line(std::string_view line);

  LineSplitter lines_;
  Progress open_, latest_;
};

/// The lines that say why an ffmpeg failed: its errors, the last ones; its last words of any kind where it
/// named none.
class ErrorTail {
 public:
  void line(std::string_view line);
  [[nodiscard]] std::string text() const;  ///< one line each, without a last end
  [[nodiscard]] std::int64_t errors() const { return errors_; }

 private:
  std::deque<std::string> error_lines_, last_lines_;
  std::int64_t errors_ = 0;
};

/// Of a clip, and of the one that a transition leads into.
using PlannedStamps = std::array<StampRange, 2>;

/// Watches one ffmpeg. The stamps that it decoded of a clip, or of the two of a transition, are held against
/// the plan, one by one, as they come.
class ClipWatch : public core::Output {
 public:
  ClipWatch() = default;
  /// What they point to must outlive the watch; an empty range: no stamps are awaited.
  explicit ClipWatch(const PlannedStamps& planned) : streams_{Stream(planned[0]), Stream(planned[1])} {}
  explicit ClipWatch(StampRange planned) : ClipWatch(PlannedStamps{planned, StampRange()}) {}

  bool on_stdout(std::string_view chunk) override { return progress_.feed(chunk); }
  void on_stderr(std::string_view chunk) override;
  /// After the end: takes a last line without an end into account.
  void finish();

  [[nodiscard]] const Progress& progress() const { return progress_.latest(); }
  /// Every planned stamp has been seen, in order, and no other. A clip that is not has to be decoded from the
  /// start.
  [[nodiscard]] bool as_planned() const;
  [[nodiscard]] std::int64_t pictures() const { return pictures_; }
  /// Errors in the log before the first picture that is kept are usual at open GOPs; those after it are not.
  [[nodiscard]] std::int64_t errors_while_shown() const { return errors_while_shown_; }
  [[nodiscard]] const ErrorTail& tail() const { return tail_; }

 private:
  struct Stream {
    Stream() = default;
    explicit Stream(StampRange stamps) : planned(stamps), next(stamps.begin) {}
    StampRange planned;
    const std::int64_t* next = nullptr;
    bool differs = false;
  };
  void line(std::string_view line);
  void stamp(Stream& stream, std::int64_t tick);
  /// Pictures of every stream have come.
  [[nodiscard]] bool is_shown() const;

  ProgressParser progress_;
  LineSplitter lines_;
  ErrorTail tail_;
  std::array<Stream, 2> streams_;
  std::int64_t pictures_ = 0;
  std::int64_t errors_while_shown_ = 0;
};

/// The stamp in a line of ours of showinfo (`filter`: of stamp_filters); none in any other line.
std::optional<std::int64_t> decoded_stamp(std::string_view line, std::string_view filter = "showinfo@cut");

}  // namespace spool::pipelines
