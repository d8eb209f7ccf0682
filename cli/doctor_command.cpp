// `spool doctor`: whether this machine has what rendering needs.
#include "cli/commands.h"
#include "cli/doctor.h"
#include "cli/json_line.h"
#include "cli/text.h"
#include "core/child_runner.h"
#include "pipelines/ffmpeg/capabilities.h"
#include "pipelines/ffmpeg/hardware.h"
#include "pipelines/ffmpeg/title_layout.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace spool::cli {
namespace {

namespace asio = boost::asio;
using pipelines::Capabilities;

asio::awaitable<core::Result<Capabilities>> ask_everything(core::Runner& runner, std::string ffmpeg) {
  auto capabilities = co_await pipelines::ask_encoders(runner, ffmpeg);
  if (!capabilities) co_return capabilities;
  auto filters = co_await pipelines::ask_filters(runner, ffmpeg);
  if (!filters) co_return filters.error();
  capabilities->filters = std::move(*filters);
  co_return capabilities;
}

/// Every encoder of a card that this ffmpeg has, tried here.
asio::awaitable<std::vector<Check>> try_hardware(core::Runner& runner, std::string ffmpeg, const Capabilities& capabilities) {
  std::vector<Check> checks;
  pipelines::Tools tools;
  tools.ffmpeg = std::move(ffmpeg);
  tools.major = capabilities.version.major;
  for (const std::string& encoder : pipelines::hardware_encoders(capabilities)) {
    pipelines::PictureFormat format;
    format.encoder = encoder;
    const auto tried = co_await pipelines::try_encoder(runner, format, tools);
    checks.push_back(check_hardware(encoder, tried));
  }
  co_return checks;
}

/// On an event loop of its own, to its end. `ask`: from a runner to an awaitable of the answer.
template <class Answer, class Ask>
Answer answer_of(const Ask& ask) {
  asio::io_context io;
  core::ChildRunner runner(io.get_executor());
  std::optional<Answer> answer;
  std::exception_ptr failure;
  asio::co_spawn(io, ask(runner), [&](std::exception_ptr thrown, Answer given) {
    failure = std::move(thrown);
    answer = std::move(given);
  });
  io.run();
  if (failure) std::rethrow_exception(failure);
  return std::move(*answer);
}

void check_tools(const Face& face, std::vector<Check>& checks) {
  auto ffmpeg = find_ffmpeg(face.common, face.around);
  if (!ffmpeg) {
    checks.push_back({"ffmpeg", false, ffmpeg.error().message, ffmpeg.error().hint, true});
  } else {
    const auto capabilities = answer_of<core::Result<Capabilities>>(
        [&](core::Runner& runner) { return ask_everything(runner, *ffmpeg); });
    checks.push_back(check_ffmpeg(*ffmpeg, capabilities));
    if (capabilities) {
      for (Check& check : check_encoders(*capabilities)) checks.push_back(std::move(check));
      for (Check& check : check_filters(*capabilities)) checks.push_back(std::move(check));
      const auto tried = answer_of<std::vector<Check>>(
          [&](core::Runner& runner) { return try_hardware(runner, *ffmpeg, *capabilities); });
      checks.insert(checks.end(), tried.begin(), tried.end());
    }
  }
  auto ffprobe = find_ffprobe(face.common, face.around);
  checks.push_back(ffprobe ? Check{"ffprobe", true, *ffprobe, "", true}
                           : Check{"ffprobe", false, ffprobe.error().message, ffprobe.error().hint, true});
}

std::vector<Check> all_checks(const Face& face) {
  std::vector<Check> checks;
  check_tools(face, checks);
  checks.push_back(check_fonts(pipelines::TitleLayout().find_font("")));
  auto state = state_folder(face.common, face.around);
  checks.push_back(state ? check_state(*state)
                         : Check{"state folder", false, state.error().message, state.error().hint, true});
  const Machine machine = look_at_machine();
  checks.push_back(check_memory(machine));
  checks.push_back(check_slots(machine));
  return checks;
}

std::string line_of(const Check& check, const Face& face) {
  if (face.common.json) {
    JsonLine json;
    const bool is_well = check.ok || !check.needed;  // a remark is nothing to stop a script for, as the exit code says
    json.begin_object().member("check", check.name).member("ok", is_well).member("found", check.found);
    json.member("remedy", check.remedy).end_object();
    return json.text() + "\n";
  }
  const std::string mark = check.ok ? "ok       " : check.needed ? "MISSING  " : "note     ";
  std::string text = mark + fitted(check.name, 16) + printable(check.found) + "\n";
  if (!check.remedy.empty()) text += "         " + std::string(16, ' ') + printable(check.remedy) + "\n";
  return text;
}

}  // namespace

int doctor_command(const Face& face) {
  const std::vector<Check> checks = all_checks(face);
  for (const Check& check : checks) {
    const bool shown = face.common.json || !face.common.quiet || !check.ok;
    if (shown && !print(line_of(check, face))) return 1;
  }
  return healthy(checks) ? 0 : 1;
}

}  // namespace spool::cli
