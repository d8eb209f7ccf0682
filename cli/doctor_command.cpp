// `spool doctor`: whether this machine has what rendering needs.
#include "cli/commands.h"
#include "cli/doctor.h"
#include "cli/json_line.h"
#include "cli/text.h"
#include "core/child_runner.h"
#include "pipelines/ffmpeg/capabilities.h"
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

core::Result<Capabilities> capabilities_of(const std::string& ffmpeg) {
  asio::io_context io(1);
  core::ChildRunner runner(io.get_executor());
  std::optional<core::Result<Capabilities>> answer;
  std::exception_ptr failure;
  asio::co_spawn(io, ask_everything(runner, ffmpeg),
                 [&](std::exception_ptr thrown, core::Result<Capabilities> asked) {
                   failure = std::move(thrown);
                   answer = std::move(asked);
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
    auto capabilities = capabilities_of(*ffmpeg);
    checks.push_back(check_ffmpeg(*ffmpeg, capabilities));
    if (capabilities) {
      for (Check& check : check_encoders(*capabilities)) checks.push_back(std::move(check));
      for (Check& check : check_filters(*capabilities)) checks.push_back(std::move(check));
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
    json.begin_object().member("check", check.name).member("ok", check.ok).member("found", check.found);
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
