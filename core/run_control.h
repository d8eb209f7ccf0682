// Asks what runs to stop: first to drain (start nothing more, let what runs finish), then to abort (end it);
// and to pause, which can be taken back. One control may serve many runs (a batch). Source: CONTRACT,
// "Signals".
#pragma once

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/intrusive/list.hpp>

#include <utility>

namespace spool::core {

enum class StopMode { go_on, drain, abort };

/// One thread only; call it from the event loop. A mode never goes back.
class RunControl {
 public:
  /// Is told of every new mode from its construction to its end, on the event loop.
  class Listener
      : public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
   public:
    explicit Listener(RunControl& control) { control.listeners_.push_back(*this); }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    virtual ~Listener() = default;
    virtual void on_stop(StopMode mode) = 0;
    virtual void on_pause(bool /*paused*/) {}  ///< paused, or released
  };

  RunControl() = default;
  RunControl(const RunControl&) = delete;
  RunControl& operator=(const RunControl&) = delete;

  void drain() { stop(StopMode::drain); }
  void abort() { stop(StopMode::abort); }
  [[nodiscard]] StopMode mode() const { return mode_; }

  /// Starts nothing more until released; what runs goes on. Ends nothing, so it can be taken back.
  void pause() { set_paused(true); }
  void release() { set_paused(false); }
  [[nodiscard]] bool paused() const { return paused_; }

 private:
  template <class Tell>
  void tell_all(Tell tell);
  void stop(StopMode mode);
  void set_paused(bool paused);

  using Listeners = boost::intrusive::list<Listener, boost::intrusive::constant_time_size<false>>;
  Listeners listeners_;
  StopMode mode_ = StopMode::go_on;
  bool paused_ = false;
};

/// A cancellation slot that fires (terminal) on abort. For a coroutine that is no job of an engine:
///   AbortSlot abort(control);
///   auto token = boost::asio::bind_cancellation_slot(abort.slot(), boost::asio::use_awaitable);
///   co_await boost::asio::co_spawn(executor, std::move(work), token);
class AbortSlot final : public RunControl::Listener {
 public:
  explicit AbortSlot(RunControl& control) : Listener(control) {}
  boost::asio::cancellation_slot slot() { return signal_.slot(); }
  void on_stop(StopMode mode) override {
    if (mode == StopMode::abort) signal_.emit(boost::asio::cancellation_type::terminal);
  }

 private:
  boost::asio::cancellation_signal signal_;
};

}  // namespace spool::core
