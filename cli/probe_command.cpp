// `spool probe`: what files hold, and whether they will do.
#include "cli/commands.h"
#include "cli/machine.h"
#include "core/child_runner.h"
#include "core/slots.h"
#include "pipelines/media/probe.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace spool::cli {
namespace {

namespace asio = boost::asio;

/// Probes in parallel and prints in the order given, each as soon as it and all before it are known.
class Probing {
 public:
  Probing(asio::io_context& io, const std::vector<std::string>& files, const Face& face, std::string ffprobe)
      : io_(io),
        files_(files),
        face_(face),
        runner_(io.get_executor()),
        slots_(io.get_executor(), static_cast<std::size_t>(look_at_machine().slots())),
        prober_(runner_, slots_, settings(std::move(ffprobe))),
        reports_(files.size()),
        known_(files.size(), false) {}

  int run() {
    for (std::size_t i = 0; i < files_.size(); ++i) {
      asio::co_spawn(io_, prober_.report(absolute_path(files_[i], face_.around.folder)),
                     [this, i](std::exception_ptr thrown, pipelines::ProbeReport report) {
                       if (thrown) failure_ = std::move(thrown);
                       reports_[i] = std::move(report);
                       if (!face_.common.json) reports_[i].file = files_[i];  // paths in JSON are absolute
                       known_[i] = true;
                       print_known();
                     });
    }
    io_.run();
    if (failure_) std::rethrow_exception(failure_);
    if (!written_) return 1;
    return usable_ ? 0 : 3;
  }

 private:
  static pipelines::ProbeSettings settings(std::string ffprobe) {
    pipelines::ProbeSettings settings;
    settings.ffprobe = std::move(ffprobe);
    return settings;
  }

  void print_known() {
    for (; next_ < files_.size() && known_[next_]; ++next_) {
      const pipelines::ProbeReport& report = reports_[next_];
      usable_ = usable_ && report.usable();
      if (!written_ || failure_) continue;
      written_ =
          print(face_.common.json ? pipelines::probe_json(report) + "\n" : pipelines::probe_text(report));
      reports_[next_] = {};
    }
  }

  asio::io_context& io_;
  const std::vector<std::string>& files_;
  const Face& face_;
  core::ChildRunner runner_;
  core::Slots slots_;
  pipelines::Prober prober_;
  std::vector<pipelines::ProbeReport> reports_;
  std::vector<bool> known_;
  std::size_t next_ = 0;
  bool usable_ = true;
  bool written_ = true;
  std::exception_ptr failure_;
};

}  // namespace

int probe_command(const ProbeOptions& options, const Face& face) {
  auto ffprobe = find_ffprobe(face.common, face.around);
  if (!ffprobe) return refuse({ffprobe.error()}, face);
  asio::io_context io;
  return Probing(io, options.files, face, std::move(*ffprobe)).run();
}

}  // namespace spool::cli
