#include "pipelines/ffmpeg/capabilities.h"

#include "pipelines/ffmpeg/printed.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace spool::pipelines {
namespace {

using core::Error;
using core::Result;

constexpr int oldest_major = 5;

struct Answer {
  core::Ending ending = core::Cancelled();
  std::string text;
  std::string banner;
};

boost::asio::awaitable<Answer> ask(core::Runner& runner, std::string ffmpeg, std::string what) {
  core::Command command;
  command.argv = {std::move(ffmpeg), std::move(what)};
  command.timeout = time_to_answer;
  Printed printed;
  Answer answer;
  answer.ending = co_await runner.run(std::move(command), printed);
  answer.text = std::move(printed.text);
  answer.banner = std::move(printed.banner);
  co_return answer;
}

Error cannot_ask(const std::string& ffmpeg, const core::Ending& ending) {
  if (const auto* failed = std::get_if<core::NotStarted>(&ending)) {
    const bool is_there = failed->error != ENOENT && failed->error != EACCES && failed->error != ENOEXEC;
    return {is_there ? "ffmpeg.not_started" : "ffmpeg.missing",
            "\"" + ffmpeg + "\" cannot be started: " + std::strerror(failed->error),
            is_there ? "end something else that runs on this machine, then try again"
                     : "install ffmpeg, or name it with --ffmpeg",
            {}};
  }
  return {"ffmpeg.broken",
          "\"" + ffmpeg + "\" does not say what it can do",
          "try `" + ffmpeg + " -version` by hand",
          {}};
}

}  // namespace

boost::asio::awaitable<Result<Capabilities>> ask_encoders(core::Runner& runner, std::string ffmpeg) {
  Capabilities capabilities;
  const Answer encoders = co_await ask(runner, ffmpeg, "-encoders");
  if (!core::succeeded(encoders.ending)) co_return cannot_ask(ffmpeg, encoders.ending);
  capabilities.version = parse_version(encoders.banner);
  if (capabilities.version.major > 0 && capabilities.version.major < oldest_major) {
    co_return Error{"ffmpeg.too_old",
                    "ffmpeg " + capabilities.version.text + " is too old",
                    "install ffmpeg 5 or newer",
                    {}};
  }
  capabilities.encoders = parse_encoders(encoders.text);
  if (capabilities.version.major == 0 && capabilities.encoders.empty()) {
    co_return Error{"usage.not_ffmpeg",
                    "\"" + ffmpeg + "\" is another program: it ends well, but is no ffmpeg",
                    "name an ffmpeg with --ffmpeg, or leave that out for the one on your $PATH",
                    {}};
  }
  co_return capabilities;
}

boost::asio::awaitable<Result<Names>> ask_filters(core::Runner& runner, std::string ffmpeg) {
  const Answer filters = co_await ask(runner, ffmpeg, "-filters");
  if (!core::succeeded(filters.ending)) co_return cannot_ask(ffmpeg, filters.ending);
  co_return parse_filters(filters.text);
}

}  // namespace spool::pipelines
