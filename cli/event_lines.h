// Events as plain lines: what is shown where no bars can be drawn, what stands above the bars, what a log
// file holds.
#pragma once

#include "cli/board.h"
#include "cli/message.h"
#include "core/event.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace spool::cli {

/// Which events make lines. Errors always do.
struct Detail {
  bool warnings = true;
  bool notes = true;
  bool progress = true;   ///< starts and ends of runs and jobs, and now and then how far it is
  bool commands = false;  ///< every job's command; the jobs of a batch's items
};

class EventLines {
 public:
  EventLines(Detail detail, Paint paint, std::optional<std::int64_t> items)
      : detail_(detail), paint_(std::move(paint)), board_(items) {}

  /// The lines for one event, each with its line feed; empty: none.
  std::string on(const core::Event& event);

 private:
  std::string lines(const core::Event& event, const core::RunStarted& started) const;
  std::string lines(const core::Event& event, const core::RunFinished& finished) const;
  std::string lines(const core::Event& event, const core::JobStarted& started) const;
  std::string lines(const core::Event& event, const core::JobProgress& progress);
  std::string lines(const core::Event& event, const core::JobFinished& finished) const;
  std::string lines(const core::Event& event, const core::JobRetrying& retrying) const;
  std::string lines(const core::Event& event, const core::RunPaused& paused) const;
  std::string lines(const core::Event& event, const core::RunReleased& released) const;
  std::string lines(const core::Event& event, const core::Said& said) const;
  [[nodiscard]] std::string count() const;

  Detail detail_;
  Paint paint_;
  Board board_;
  std::optional<Time> last_line_;
};

/// "succeeded", "timed out", …
std::string_view outcome_text(core::JobOutcome outcome);
std::string_view outcome_text(core::RunOutcome outcome);

/// "/films/reel.mp4: 1800 frames, 60.06 s": a film in its place.
std::string film_text(const core::Delivered& film);

/// A reason on one line, printable: of several the first, without the words that lead to ffmpeg's own.
std::string one_line_of(const std::string& reason);

}  // namespace spool::cli
