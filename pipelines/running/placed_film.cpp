#include "pipelines/running/placed_film.h"

#include <utility>
#include <variant>

namespace spool::pipelines {

std::optional<core::OutputPlaced> placed_film(const core::JournalReader& journal, const std::string& path, const core::FileIdentity& now) {
  const auto entry = journal.placed(path);
  if (!entry || !*entry) return std::nullopt;
  auto event = core::from_entry(**entry);
  if (!event) return std::nullopt;
  auto* placed = std::get_if<core::OutputPlaced>(&*event);
  if (placed == nullptr || !(placed->identity == now)) return std::nullopt;
  return std::move(*placed);
}

}  // namespace spool::pipelines
