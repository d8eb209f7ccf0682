#include "pipelines/moments/without_source.h"

#include "pipelines/moments/limited_errors.h"
#include "pipelines/moments/match.h"
#include "pipelines/moments/where_they_went.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace spool::pipelines {
namespace {

/// Two points of one kind, of which the second is not after the first.
bool ends_before_it_begins(const TaggedMoment& moment) {
  using Point = TimePoint::Kind;
  if (!moment.end || moment.end->kind != moment.start.kind) return false;
  if (moment.start.kind == Point::seconds) return moment.end->seconds <= moment.start.seconds;
  if (moment.start.kind == Point::before_end) return moment.end->seconds >= moment.start.seconds;
  return moment.start.kind == Point::frame && moment.end->frame <= moment.start.frame;
}

core::Errors empty_rows(const std::string& file, const std::vector<TaggedMoment>& moments) {
  LimitedErrors errors(file);
  for (const TaggedMoment& moment : moments) {
    if (!ends_before_it_begins(moment)) continue;
    errors.add("moments.empty", (moment.label.empty() ? "the moment" : "the moment \"" + moment.label + "\"") + " ends before it has begun",
               "its end must come after its start", moment.line, moment.column);
  }
  return std::move(errors).take("moments.more", "moments that end before they have begun");
}

/// The conditions that ask neither when a moment is nor how many are shown before it.
Match without_times(const Match& match) {
  Match plain;
  std::ranges::copy_if(match, std::back_inserter(plain), [](const Condition& condition) {
    return condition.field != "start" && condition.field != "end" && condition.field != "index";
  });
  return plain;
}

}  // namespace

core::Errors faults_without_source(const Moments& what, const std::vector<std::vector<TaggedMoment>>& tagged) {
  core::Errors faults;
  WhereTheyWent went;
  bool some_may_be_left = false;
  // A merged moment has the labels and tags of several: what the whole keeps is not known from one.
  const bool merges = std::ranges::any_of(what.blocks, [](const MomentBlock& block) { return block.merge.has_value(); });
  const Match of_all = merges ? Match() : without_times(what.keep);
  for (std::size_t i = 0; i < what.blocks.size(); ++i) {
    const MomentBlock& block = what.blocks[i];
    if (block.file) std::ranges::move(empty_rows(block.file->value, tagged[i]), std::back_inserter(faults));
    went.read(tagged[i].size());
    const Match of_block = without_times(block.keep);
    for (const TaggedMoment& moment : tagged[i]) {
      const MomentFields fields{moment.label, &moment.tags, moment.rating, std::nullopt, std::nullopt, std::nullopt, &moment.columns};
      const Condition* failing = first_failing(of_block, fields);
      if (failing == nullptr) failing = first_failing(of_all, fields);
      some_may_be_left = some_may_be_left || failing == nullptr;
      if (failing != nullptr) went.not_kept(*failing, fields);
    }
  }
  if (faults.empty() && !some_may_be_left) faults.push_back(went.none_left(what.place));
  return faults;
}

}  // namespace spool::pipelines
