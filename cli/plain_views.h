// The views that only add lines: plain messages, JSON, a log file, and what is left standing at the end.
#pragma once

#include "cli/batch_table.h"
#include "cli/event_lines.h"
#include "cli/view.h"
#include "cli/writer.h"
#include "core/error.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace spool::cli {

/// Lines on standard error.
class LineView final : public View {
 public:
  LineView(Writer& writer, EventLines lines) : writer_(writer), lines_(std::move(lines)) {}
  void on(const core::Event& event) override { writer_.write(lines_.on(event)); }

 private:
  Writer& writer_;
  EventLines lines_;
};

/// The line of `--json` for an event, without its line feed; the places of errors follow `folder`, the
/// working directory.
std::string told_json(const core::Event& event, const std::string& folder);

/// `--json`: one object a line on standard output. Source: CONTRACT, "Events".
class JsonView final : public View {
 public:
  /// `folder`: the working directory, which the places of errors follow.
  JsonView(Writer& writer, std::string folder) : writer_(writer), folder_(std::move(folder)) {}
  void on(const core::Event& event) override;

 private:
  Writer& writer_;
  std::string folder_;
};

/// What a run leaves behind, on standard output: where the films are; of a batch the table.
class ResultView final : public View {
 public:
  /// `items`: of a batch; none: a single run.
  ResultView(Writer& writer, const std::optional<std::vector<std::string>>& items)
      : writer_(writer), batch_(items), table_(items.value_or(std::vector<std::string>())) {}
  void on(const core::Event& event) override;
  void end() override;

 private:
  Writer& writer_;
  bool batch_;
  BatchTable table_;
  std::string films_;
};

/// `--log-file`: everything, with its time; appended. Errors: `state.log` (the file cannot be written).
core::Result<std::unique_ptr<View>> open_log(const std::string& path, std::optional<std::int64_t> items);

}  // namespace spool::cli
