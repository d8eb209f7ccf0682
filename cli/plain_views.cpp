#include "cli/plain_views.h"

#include "cli/event_json.h"
#include "cli/surroundings.h"
#include "cli/text.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/basic_file_sink.h>

#include <chrono>
#include <ctime>
#include <exception>

namespace spool::cli {
namespace {

class LogView final : public View {
 public:
  LogView(std::shared_ptr<spdlog::logger> logger, std::optional<std::int64_t> items)
      : logger_(std::move(logger)), lines_(Detail{true, true, true, true}, paint(false), items) {}

  void on(const core::Event& event) override {
    std::string lines = lines_.on(event);
    if (lines.empty()) return;
    lines.pop_back();
    logger_->log(event.at, spdlog::source_loc(), level_of(event), lines);
  }

 private:
  static spdlog::level::level_enum level_of(const core::Event& event) {
    const auto* said = std::get_if<core::Said>(&event.what);
    if (said == nullptr || said->weight == core::Said::Weight::note) return spdlog::level::info;
    return said->weight == core::Said::Weight::error ? spdlog::level::err : spdlog::level::warn;
  }

  std::shared_ptr<spdlog::logger> logger_;
  EventLines lines_;
};

}  // namespace

std::string told_json(const core::Event& event, const std::string& folder) {
  const auto* said = std::get_if<core::Said>(&event.what);
  if (said == nullptr) return event_json(event);
  const core::Said absolute = {said->weight, with_absolute_place(said->what, folder)};
  return event_json({event.at, event.run, event.item, absolute});
}

void JsonView::on(const core::Event& event) { writer_.write(told_json(event, folder_) + "\n"); }

void ResultView::on(const core::Event& event) {
  if (batch_) {
    table_.on(event);
    return;
  }
  const auto* finished = std::get_if<core::RunFinished>(&event.what);
  if (finished == nullptr) return;
  for (const core::Delivered& film : finished->outputs) films_ += film_text(film) + "\n";
}

void ResultView::end() { writer_.write(batch_ ? table_.text() : films_); }

core::Result<std::unique_ptr<View>> open_log(const std::string& path, std::optional<std::int64_t> items) {
  try {
    auto sink = std::make_shared<spdlog::sinks::basic_file_sink_st>(path, false);
    auto logger = std::make_shared<spdlog::logger>("spool", std::move(sink));
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l: %v");
    logger->flush_on(spdlog::level::info);
    // A full disk must not end the run, nor fill the terminal: what cannot be logged is lost.
    logger->set_error_handler([](const std::string&) {});
    return std::unique_ptr<View>(std::make_unique<LogView>(std::move(logger), items));
  } catch (const std::exception& error) {
    return core::Error{
        "state.log", fmt::format("the log file '{}' cannot be written", path), error.what(), {}};
  }
}

}  // namespace spool::cli
