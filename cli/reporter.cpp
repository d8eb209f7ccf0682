#include "cli/reporter.h"

#include "cli/bar_view.h"
#include "cli/plain_views.h"

#include <boost/asio/post.hpp>

#include <unistd.h>

#include <chrono>
#include <utility>

namespace spool::cli {
namespace {

constexpr std::chrono::milliseconds last_words = std::chrono::milliseconds(500);

std::optional<std::int64_t> count_of(const std::optional<std::vector<std::string>>& items) {
  if (!items) return std::nullopt;
  return static_cast<std::int64_t>(items->size());
}

Detail detail_of(const ReporterOptions& options) {
  if (options.quiet) return {false, false, false, false};
  const bool bars = chosen_progress(options) == Progress::bar;
  const bool lines = chosen_progress(options) == Progress::plain;
  // What was decided about each source is too much where there are thousands of them.
  const bool notes = options.verbose || !options.items;
  return {true, notes, lines || (bars && options.verbose), options.verbose};
}

}  // namespace

Progress chosen_progress(const ReporterOptions& options) {
  if (options.quiet) return Progress::none;
  if (options.progress != Progress::automatic) return options.progress;
  const bool shared = options.json && options.terminal.output;
  if (shared) return Progress::none;
  return options.terminal.moves ? Progress::bar : Progress::plain;
}

core::Result<std::unique_ptr<Reporter>> Reporter::open(boost::asio::any_io_executor executor,
                                                       const ReporterOptions& options,
                                                       std::function<void(int)> on_lost_output) {
  std::unique_ptr<View> log;
  if (options.log_file) {
    auto opened = open_log(*options.log_file, count_of(options.items));
    if (!opened) return opened.error();
    log = std::move(*opened);
  }
  std::unique_ptr<Reporter> reporter(new Reporter(std::move(executor), options, std::move(on_lost_output)));
  if (log) reporter->views_.push_back(std::move(log));
  return reporter;
}

Reporter::Reporter(boost::asio::any_io_executor executor, const ReporterOptions& options,
                   std::function<void(int)> on_lost_output)
    : output_(STDOUT_FILENO,
              [executor, json = options.json, lost = std::move(on_lost_output)](int error) {
                if (json) boost::asio::post(executor, [lost, error] { lost(error); });
              }),
      messages_(STDERR_FILENO) {
  const Paint colours = paint(options.terminal.colours);
  EventLines lines(detail_of(options), colours, count_of(options.items));
  if (chosen_progress(options) == Progress::bar) {
    views_.push_back(std::make_unique<BarView>(executor, messages_, STDERR_FILENO, std::move(lines),
                                               Look{options.terminal.utf8, colours},
                                               count_of(options.items)));
  } else {
    views_.push_back(std::make_unique<LineView>(messages_, std::move(lines)));
  }
  if (options.json) {
    views_.push_back(std::make_unique<JsonView>(output_, options.folder));
  } else if (!options.quiet) {
    views_.push_back(std::make_unique<ResultView>(output_, options.items));
  }
}

Reporter::~Reporter() = default;

void Reporter::on(const core::Event& event) {
  if (!event.run.empty()) run_ = event.run;
  for (const auto& view : views_) view->on(event);
}

void Reporter::say(core::Said::Weight weight, core::Error what) {
  on({std::chrono::system_clock::now(), run_, "", core::Said{weight, std::move(what)}});
}

void Reporter::hide() {
  for (const auto& view : views_) view->hide();
  messages_.flush_for(last_words);
}

void Reporter::show() {
  for (const auto& view : views_) view->show();
}

bool Reporter::end(bool hurried) {
  // Messages first: where both go to one terminal, the results stand below them.
  views_.front()->end();
  const bool said = hurried ? messages_.flush_for(last_words) : messages_.flush();
  for (std::size_t i = 1; i < views_.size(); ++i) views_[i]->end();
  const bool written = hurried ? output_.flush_for(last_words) : output_.flush();
  return said && written;
}

}  // namespace spool::cli
