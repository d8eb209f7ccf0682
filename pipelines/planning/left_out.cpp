#include "pipelines/planning/left_out.h"

#include <algorithm>
#include <utility>

namespace spool::pipelines {

void add_new(LeftOuts& all, LeftOut left_out) {
  const bool known = std::ranges::find(all, left_out.clip, &LeftOut::clip) != all.end();
  if (!known) all.push_back(std::move(left_out));
}

core::Error left_out_warning(const LeftOut& left_out) {
  const core::Place& place = left_out.why.place.file.empty() ? left_out.clip.place : left_out.why.place;
  const std::string who = left_out.clip.who.empty() ? "" : left_out.clip.who + ": ";
  return {"clip.left_out", "left out: " + who + left_out.why.message, left_out.why.hint, place};
}

}  // namespace spool::pipelines
