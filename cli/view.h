// One way of showing the event stream. The reporter feeds all views that were asked for.
#pragma once

#include "core/event.h"

namespace spool::cli {

class View {
 public:
  View() = default;
  View(const View&) = delete;
  View& operator=(const View&) = delete;
  virtual ~View() = default;

  virtual void on(const core::Event& event) = 0;
  /// The terminal is somebody else's for a while (Ctrl-Z): nothing that moves may stand on it.
  virtual void hide() {}
  virtual void show() {}
  /// There will be no more events.
  virtual void end() {}
};

}  // namespace spool::cli
