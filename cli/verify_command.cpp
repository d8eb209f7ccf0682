// `spool verify`: whether a finished film is whole, even and in sync.
#include "cli/commands.h"
#include "cli/text.h"
#include "core/child_runner.h"
#include "pipelines/verifying/verify.h"
#include "pipelines/verifying/verify_report.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <optional>
#include <string>
#include <utility>

namespace spool::cli {
namespace {

namespace asio = boost::asio;
using core::Result;
using pipelines::FilmVerdict;

Result<FilmVerdict> verdict_of(const std::string& path, std::string ffprobe) {
  asio::io_context io;
  core::ChildRunner runner(io.get_executor());
  pipelines::ProbeSettings settings;
  settings.ffprobe = std::move(ffprobe);
  std::optional<Result<FilmVerdict>> verdict;
  std::exception_ptr failure;
  asio::co_spawn(io, pipelines::verify_film(runner, std::move(settings), path),
                 [&](std::exception_ptr thrown, Result<FilmVerdict> judged) {
                   failure = std::move(thrown);
                   verdict = std::move(judged);
                 });
  io.run();
  if (failure) std::rethrow_exception(failure);
  return std::move(*verdict);
}

}  // namespace

int verify_command(const VerifyOptions& options, const Face& face) {
  auto ffprobe = find_ffprobe(face.common, face.around);
  if (!ffprobe) return refuse({ffprobe.error()}, face);
  const std::string path = absolute_path(options.film, face.around.folder);
  const auto verdict = verdict_of(path, std::move(*ffprobe));
  if (!verdict) return refuse({verdict.error()}, face);
  const bool shown = face.common.json || !face.common.quiet || !verdict->ok();
  const std::string text = face.common.json ? pipelines::verify_json(path, *verdict) + "\n"
                                            : printable(pipelines::verify_text(options.film, *verdict), true);
  if (shown && !print(text)) return 1;
  return verdict->ok() ? 0 : 1;
}

}  // namespace spool::cli
