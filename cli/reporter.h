// Feeds the event stream to every view that was asked for: bars or lines on standard error, JSON or results
// on standard output, a log file. Source: CONTRACT, "--json", "--progress", "-q", "-v", "--log-file".
#pragma once

#include "cli/options.h"
#include "cli/terminal.h"
#include "cli/view.h"
#include "cli/writer.h"
#include "core/event.h"

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace spool::cli {

struct ReporterOptions {
  bool json = false;
  Progress progress = Progress::automatic;
  bool quiet = false;
  bool verbose = false;
  std::optional<std::string> log_file;            ///< absolute
  std::optional<std::vector<std::string>> items;  ///< of a batch; none: a single run
  std::string folder;                             ///< working directory, absolute
  Terminal terminal;
};

/// `auto`: bars where standard error is a terminal that moves its cursor and no JSON is printed onto it; else
/// lines.
Progress chosen_progress(const ReporterOptions& options);

class Reporter final : public core::EventSink {
 public:
  /// `on_lost_output` is called on the event loop, with the errno, when `--json` can no longer be written:
  /// EPIPE, its reader has gone away. Errors: `state.log`.
  static core::Result<std::unique_ptr<Reporter>> open(boost::asio::any_io_executor executor,
                                                      const ReporterOptions& options,
                                                      std::function<void(int)> on_lost_output);
  ~Reporter() override;

  void on(const core::Event& event) override;
  /// Something that the face itself has to say.
  void say(core::Said::Weight weight, core::Error what);

  void hide();
  void show();
  /// No more events: bars vanish, results are printed. With `hurried` whatever cannot be written within half
  /// a second is given up (we were told to end). False: something could not be written.
  bool end(bool hurried);

 private:
  Reporter(boost::asio::any_io_executor executor, const ReporterOptions& options,
           std::function<void(int)> on_lost_output);

  Writer output_;
  Writer messages_;
  std::vector<std::unique_ptr<View>> views_;
  std::string run_;
};

}  // namespace spool::cli
