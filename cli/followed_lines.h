// The events of a run in another process, as they come in: handed on as they are, or as plain lines.
#pragma once

#include "cli/ask_run.h"
#include "cli/event_lines.h"
#include "cli/face.h"

#include <optional>
#include <string>
#include <string_view>

namespace spool::cli {

class FollowedLines {
 public:
  FollowedLines(const FoundRun& found, const Face& face);

  /// One line of `--json`.
  void on(std::string_view line);
  /// Something has come.
  [[nodiscard]] bool any() const { return any_; }
  /// All of it could be printed.
  [[nodiscard]] bool written() const { return written_; }

 private:
  void begin();

  const FoundRun& found_;
  const Face& face_;
  std::optional<EventLines> lines_;  ///< none: as they are
  bool any_ = false;
  bool written_ = true;
};

}  // namespace spool::cli
