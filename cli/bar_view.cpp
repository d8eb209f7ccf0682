#include "cli/bar_view.h"

#include <utility>

namespace spool::cli {
namespace {

constexpr std::chrono::milliseconds between_drawings = std::chrono::milliseconds(100);
constexpr std::size_t most_backlog = std::size_t{16} << 10;

}  // namespace

BarView::BarView(const boost::asio::any_io_executor& executor, Writer& writer, int fd, EventLines above,
                 Look look, std::optional<std::int64_t> items)
    : writer_(writer),
      fd_(fd),
      above_(std::move(above)),
      look_(std::move(look)),
      board_(items),
      timer_(executor),
      last_drawn_(std::chrono::steady_clock::now() - between_drawings) {}

void BarView::on(const core::Event& event) {
  board_.on(event);
  const std::string text = above_.on(event);
  if (!text.empty()) {
    writer_.write(canvas_.erase(terminal_size(fd_).columns) + text);
    redraw();  // at once, or the bars would flicker
    return;
  }
  redraw_soon();
}

void BarView::redraw_soon() {
  if (hidden_ || waiting_) return;
  const auto due = last_drawn_ + between_drawings;
  if (std::chrono::steady_clock::now() >= due) {
    redraw();
    return;
  }
  waiting_ = true;
  timer_.expires_at(due);
  timer_.async_wait([this](boost::system::error_code cancelled) {
    if (cancelled) return;  // also when the view is gone
    waiting_ = false;
    redraw();
  });
}

void BarView::redraw() {
  if (hidden_ || writer_.backlog() > most_backlog) return;  // a terminal that does not keep up misses a frame
  const Size size = terminal_size(fd_);
  writer_.write(
      canvas_.replace(bar_lines(board_, std::chrono::system_clock::now(), size, look_), size.columns));
  last_drawn_ = std::chrono::steady_clock::now();
}

void BarView::hide() {
  hidden_ = true;
  timer_.cancel();
  waiting_ = false;
  writer_.write(canvas_.erase(terminal_size(fd_).columns));
}

void BarView::show() {
  hidden_ = false;
  redraw_soon();
}

void BarView::end() { hide(); }

}  // namespace spool::cli
