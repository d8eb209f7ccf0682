// Says what happens: puts time, run and item on every happening and hands it to the face.
#pragma once

#include <chrono>
#include <string>
#include <utility>

#include "core/event.h"

namespace spool::pipelines {

class Teller {
 public:
  Teller(core::EventSink& sink, std::string run, std::string item)
      : sink_(sink), run_(std::move(run)), item_(std::move(item)) {}

  void tell(core::Happening what) const {
    sink_.on(core::Event{std::chrono::system_clock::now(), run_, item_, std::move(what)});
  }
  void error(core::Error what) const { tell(core::Said{core::Said::Weight::error, std::move(what)}); }
  void warning(core::Error what) const { tell(core::Said{core::Said::Weight::warning, std::move(what)}); }
  void note(core::Error what) const { tell(core::Said{core::Said::Weight::note, std::move(what)}); }
  void errors(const core::Errors& all) const {
    for (const core::Error& what : all) error(what);
  }

  /// For what is said of a run that never came to be.
  [[nodiscard]] Teller without_run() const { return {sink_, "", item_}; }

  [[nodiscard]] const std::string& run() const { return run_; }

 private:
  core::EventSink& sink_;
  std::string run_;
  std::string item_;
};

}  // namespace spool::pipelines
