#include "pipelines/planning/left_out.h"

namespace spool::pipelines {

core::Error left_out_warning(const LeftOut& left_out) {
  const core::Place& place = left_out.why.place.file.empty() ? left_out.clip.place : left_out.why.place;
  const std::string who = left_out.clip.who.empty() ? "" : left_out.clip.who + ": ";
  return {"clip.left_out", "left out: " + who + left_out.why.message, left_out.why.hint, place};
}

}  // namespace spool::pipelines
