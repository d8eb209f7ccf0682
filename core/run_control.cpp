#include "core/run_control.h"

namespace spool::core {

template <class Tell>
void RunControl::tell_all(Tell tell) {
  // A listener may vanish, and others with it, while it is told: each is moved to the end before its turn.
  Listeners told;
  told.swap(listeners_);
  while (!told.empty()) {
    Listener& next = told.front();
    told.pop_front();
    listeners_.push_back(next);
    tell(next);
  }
}

void RunControl::stop(StopMode mode) {
  if (mode <= mode_) return;
  mode_ = mode;
  tell_all([this](Listener& listener) { listener.on_stop(mode_); });  // one that is told may ask for more
}

void RunControl::set_paused(bool paused) {
  if (paused == paused_) return;
  paused_ = paused;
  tell_all([this](Listener& listener) { listener.on_pause(paused_); });
}

}  // namespace spool::core
