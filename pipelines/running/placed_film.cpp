#include "pipelines/running/placed_film.h"

#include <utility>
#include <variant>

#include "core/journal/run_history.h"
#include "pipelines/running/request_json.h"

namespace spool::pipelines {
namespace {

std::optional<core::OutputPlaced> film_in(const core::Result<std::optional<core::Entry>>& entry, const core::FileIdentity& now) {
  if (!entry || !*entry) return std::nullopt;
  auto event = core::from_entry(**entry);
  if (!event) return std::nullopt;
  auto* placed = std::get_if<core::OutputPlaced>(&*event);
  if (placed == nullptr || !(placed->identity == now)) return std::nullopt;
  return std::move(*placed);
}

}  // namespace

std::optional<core::OutputPlaced> placed_film(const core::JournalReader& journal, const std::string& path, const core::FileIdentity& now) {
  return film_in(journal.placed(path), now);
}

bool is_film_of(const RunRequest& request, const std::string& path, const core::JournalReader& journal) {
  const auto identity = core::identify(path);
  if (!identity) return false;
  const auto entry = journal.placed(path);
  if (!film_in(entry, *identity)) return false;
  const auto entries = journal.entries((*entry)->run);
  if (!entries) return false;
  const auto history = core::RunHistory::fold(*entries);
  if (!history || !history->submitted()) return false;
  const auto kept = request_from_json(history->submitted()->request);
  return kept && kept->run.document == request.document && kept->run.inputs == request.inputs && kept->run.sets == request.sets;
}

}  // namespace spool::pipelines
