#include "cli/ask_run.h"

#include "cli/json_line.h"
#include "cli/text.h"

#include <cstdint>

namespace spool::cli {
namespace {

std::string answer_json(const pipelines::Told& told, const std::string& run, const std::string& asked) {
  JsonLine json;
  json.begin_object()
      .member("run", run)
      .member("asked", asked)
      .member("live", told.live)
      .member("running", static_cast<std::uint64_t>(told.running))
      .member("waiting", static_cast<std::uint64_t>(told.waiting))
      .member("message", told.sentence)
      .end_object();
  return json.text() + "\n";
}

}  // namespace

core::Result<FoundRun> found_run(const Face& face, const std::string& given) {
  auto state = state_folder(face.common, face.around);
  if (!state) return state.error();
  auto run = pipelines::find_run(*state, given);
  if (!run) return run.error();
  return FoundRun{std::move(*state), std::move(*run)};
}

int ask_run(const Face& face, const std::string& run, const std::string& asked, const AskRun& ask) {
  const auto found = found_run(face, run);
  if (!found) return refuse({found.error()}, face);
  using Answer = core::Result<pipelines::Told>;
  const auto told = carried_out<Answer>([&](boost::asio::any_io_executor executor) {
    return ask(std::move(executor), found->state, found->run);
  });
  if (!told) return refuse({told.error()}, face);
  if (face.common.json) return print(answer_json(*told, found->run, asked)) ? 0 : 1;
  if (face.common.quiet) return 0;
  return print(found->run + " " + printable(told->sentence) + "\n") ? 0 : 1;
}

}  // namespace spool::cli
