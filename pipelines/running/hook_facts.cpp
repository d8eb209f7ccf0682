#include "pipelines/running/hook_facts.h"

#include "core/json_string.h"

#include <fmt/format.h>

#include <string_view>

namespace spool::pipelines {
namespace {

std::string_view outcome_word(core::RunOutcome outcome) {
  switch (outcome) {
    case core::RunOutcome::succeeded:
      return "succeeded";
    case core::RunOutcome::partial:
      return "partial";
    case core::RunOutcome::failed:
      return "failed";
    case core::RunOutcome::interrupted:
      return "interrupted";
    case core::RunOutcome::cancelled:
      break;
  }
  return "cancelled";
}

std::string film_json(const core::Delivered& film) {
  return fmt::format(R"({{"path":{},"frames":{},"samples":{},"seconds":{},"cached":{}}})",
                     core::json_string(film.path), film.frames, film.samples, film.seconds, film.cached);
}

std::string failure_json(const core::FailedJob& failure) {
  return fmt::format(R"({{"job":{},"code":{},"reason":{}}})", core::json_string(failure.job), core::json_string(failure.code),
                     core::json_string(failure.reason));
}

template <class Item>
std::string list_json(const std::vector<Item>& items, std::string (*one)(const Item&)) {
  std::string text = "[";
  for (const Item& item : items) text += (text.size() > 1 ? "," : "") + one(item);
  return text + "]";
}

}  // namespace

std::string hook_id(const HookFacts& facts, std::size_t position) {
  const char* which = facts.outcome == core::RunOutcome::succeeded ? "success" : "failure";
  return fmt::format("{}-{}-{}", facts.id, which, position + 1);
}

std::vector<std::pair<std::string, std::string>> hook_environment(const HookFacts& facts,
                                                                  const std::string& id) {
  // Linux takes 128 KiB in one variable; the whole list is on standard input anyway.
  constexpr std::size_t most = 100'000;
  std::string films;
  for (const core::Delivered& film : facts.outputs) {
    if (films.size() + film.path.size() > most) break;
    films += (films.empty() ? "" : "\n") + film.path;
  }
  std::vector<std::pair<std::string, std::string>> variables = {
      {"SPOOL_HOOK_ID", id},
      {"SPOOL_RUN", facts.run},
      {"SPOOL_ITEM", facts.item},
      {"SPOOL_PIPELINE", facts.pipeline},
      {"SPOOL_OUTCOME", std::string(outcome_word(facts.outcome))},
      {"SPOOL_OUTPUT", facts.outputs.empty() ? std::string() : facts.outputs.front().path},
      {"SPOOL_OUTPUTS", films},
  };
  return variables;
}

std::string to_json(const HookFacts& facts) {
  const std::string item = facts.item.empty() ? "" : ",\"item\":" + core::json_string(facts.item);
  return fmt::format(R"({{"run":{}{},"pipeline":{},"outcome":{},"seconds":{:.3f},"outputs":{},"failed":{}}})",
                     core::json_string(facts.run), item, core::json_string(facts.pipeline),
                     core::json_string(outcome_word(facts.outcome)), facts.seconds,
                     list_json(facts.outputs, film_json), list_json(facts.failed, failure_json));
}

}  // namespace spool::pipelines
