#include "cli/session_loop.h"

#include "cli/plain_views.h"
#include "core/signals.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <cerrno>
#include <csignal>
#include <exception>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

namespace spool::cli {
namespace {

namespace asio = boost::asio;

/// Tells the face, and those who follow the run from other terminals. Lines are made only where there are
/// any.
class FollowedSink final : public core::EventSink {
 public:
  FollowedSink(core::EventSink& face, std::string folder) : face_(face), folder_(std::move(folder)) {}
  /// Whose followers they are.
  void serve(pipelines::Session* session) { session_ = session; }
  void on(const core::Event& event) override {
    face_.on(event);
    if (session_ != nullptr && session_->has_followers()) session_->publish(told_json(event, folder_));
  }

 private:
  core::EventSink& face_;
  std::string folder_;
  pipelines::Session* session_ = nullptr;
};

class SessionLoop {
 public:
  SessionLoop(asio::io_context& io, SessionWork work)
      : io_(io),
        work_(std::move(work)),
        runner_(io.get_executor()),
        signals_(std::in_place, io.get_executor()) {}

  core::Result<void> open(const ReporterOptions& options) {
    auto reporter = Reporter::open(io_.get_executor(), options, [this](int error) { lost_output(error); });
    if (!reporter) return reporter.error();
    reporter_ = std::move(*reporter);
    sink_.emplace(*reporter_, options.folder);
    session_.emplace(io_.get_executor(), runner_, *sink_);
    sink_->serve(&*session_);
    return boost::system::in_place_value;
  }

  int run() {
    asio::co_spawn(io_, attend(), asio::bind_cancellation_slot(attending_.slot(), asio::detached));
    asio::co_spawn(io_, carry_out(), [this](std::exception_ptr failure) {
      failure_ = std::move(failure);
      attending_.emit(asio::cancellation_type::terminal);
    });
    io_.run();
    // From here on a signal does again what it does by default: output that nobody reads can be left by
    // Ctrl-C.
    signals_.reset();
    const bool hurried = report_.interrupted || output_error_ != 0;
    const bool written = reporter_->end(hurried);
    sink_->serve(nullptr);
    session_.reset();
    if (failure_) std::rethrow_exception(failure_);
    if (report_.interrupted && ended_by_) core::raise_again(*ended_by_);
    return report_.exit_code == 0 && !written ? 1 : report_.exit_code;
  }

 private:
  asio::awaitable<void> carry_out() { report_ = co_await work_(*session_); }

  asio::awaitable<void> attend() {
    while (true) {
      const int signal = co_await signals_->next();
      if (signal == SIGTSTP) {
        co_await step_aside();
      } else {
        answer(signal);
      }
    }
  }

  asio::awaitable<void> step_aside() {
    reporter_->hide();
    co_await core::stop_until_continued(runner_);
    reporter_->show();
  }

  void answer(int signal) {
    const bool first = !ended_by_;
    if (first) ended_by_ = signal;
    if (first && signal == SIGINT) {
      session_->drain();
      reporter_->say(core::Said::Weight::warning, {"run.stopping",
                                                   "stopping: what runs is finished, nothing more is started",
                                                   "interrupt again to end it now",
                                                   {}});
      return;
    }
    session_->abort();
  }

  void lost_output(int error) {
    output_error_ = error;
    if (!ended_by_ && error == EPIPE) ended_by_ = SIGTERM;
    if (error != EPIPE) {
      reporter_->say(core::Said::Weight::error,
                     {"system.output",
                      "standard output cannot be written: " + std::generic_category().message(error),
                      "",
                      {}});
    }
    session_->abort();
  }

  asio::io_context& io_;
  SessionWork work_;
  core::ChildRunner runner_;
  std::optional<core::Signals> signals_;
  std::unique_ptr<Reporter> reporter_;
  std::optional<FollowedSink> sink_;
  std::optional<pipelines::Session> session_;
  asio::cancellation_signal attending_;
  pipelines::RunReport report_;
  std::exception_ptr failure_;
  std::optional<int> ended_by_;
  int output_error_ = 0;
};

}  // namespace

int serve_session(const Face& face, const ReporterOptions& options, SessionWork work) {
  asio::io_context io;
  SessionLoop loop(io, std::move(work));
  auto opened = loop.open(options);
  if (!opened) return refuse({opened.error()}, face);
  return loop.run();
}

}  // namespace spool::cli
