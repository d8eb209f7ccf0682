// Bars at the bottom of a terminal, messages above them. Redrawn when something happened, at most ten times a
// second; while nothing happens, nothing is drawn and no timer runs.
#pragma once

#include "cli/bars.h"
#include "cli/event_lines.h"
#include "cli/view.h"
#include "cli/writer.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <optional>

namespace spool::cli {

class BarView final : public View {
 public:
  /// `fd`: the terminal whose size counts; `writer` writes to it and must outlive the view.
  BarView(const boost::asio::any_io_executor& executor, Writer& writer, int fd, EventLines above, Look look,
          std::optional<std::int64_t> items);

  void on(const core::Event& event) override;
  void hide() override;
  void show() override;
  void end() override;

 private:
  void redraw_soon();
  void redraw();

  Writer& writer_;
  int fd_;
  EventLines above_;
  Look look_;
  Board board_;
  Canvas canvas_;
  bool hidden_ = false;
  bool waiting_ = false;
  boost::asio::steady_timer timer_;
  std::chrono::steady_clock::time_point last_drawn_;
};

}  // namespace spool::cli
