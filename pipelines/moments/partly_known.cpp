#include "pipelines/moments/partly_known.h"

#include "pipelines/moments/limited_errors.h"
#include "pipelines/moments/match.h"
#include "pipelines/moments/where_they_went.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

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

/// The rows that do not lie in their source.
core::Errors rows_outside(const std::string& file, const KnownBlock& block, IfOutside if_outside) {
  LimitedErrors errors(file);
  for (const TaggedMoment& moment : *block.tagged) {
    const auto span = resolve(moment, *block.clock, file);
    const bool may_go = !span && if_outside == IfOutside::leave_out && span.error().code == "moments.outside";
    if (!span && !may_go) errors.add(span.error());
  }
  return std::move(errors).take("moments.outside", "moments outside " + block.clock->name());
}

core::Errors faulty_rows(const MomentBlock& block, const KnownBlock& known, IfOutside if_outside) {
  if (known.tagged == nullptr) return {};
  if (known.clock == nullptr) return block.file ? empty_rows(block.file->value, *known.tagged) : core::Errors();
  try {
    return rows_outside(file_of(block), known, if_outside);
  } catch (const std::overflow_error&) {  // of fractions that are too fine: told where they are added up
    return {};
  }
}

/// The conditions that ask neither when a moment is nor how many are shown before it.
Match without_times(const Match& match) {
  Match plain;
  std::ranges::copy_if(match, std::back_inserter(plain), [](const Condition& condition) {
    return condition.field != "start" && condition.field != "end" && condition.field != "index";
  });
  return plain;
}

/// That nothing can be left, whatever the sources are.
std::optional<core::Error> none_left(const Moments& what, const std::vector<KnownBlock>& known) {
  WhereTheyWent went;
  // A merged moment has the labels and tags of several: what the whole keeps is not known from one.
  const bool merges = std::ranges::any_of(what.blocks, [](const MomentBlock& block) { return block.merge.has_value(); });
  const Match of_all = merges ? Match() : without_times(what.keep);
  for (std::size_t i = 0; i < what.blocks.size(); ++i) {
    went.read(known[i].tagged->size());
    const Match of_block = without_times(what.blocks[i].keep);
    for (const TaggedMoment& moment : *known[i].tagged) {
      const MomentFields fields{moment.label, &moment.tags, moment.rating, std::nullopt, std::nullopt, std::nullopt, &moment.columns};
      const Condition* failing = first_failing(of_block, fields);
      if (failing == nullptr) failing = first_failing(of_all, fields);
      if (failing == nullptr) return std::nullopt;
      went.not_kept(*failing, fields);
    }
  }
  return went.none_left(what.place);
}

}  // namespace

core::Errors faults_as_far_as_known(const Moments& what, const std::vector<KnownBlock>& known, IfOutside if_outside) {
  core::Errors faults;
  for (std::size_t i = 0; i < what.blocks.size(); ++i) {
    std::ranges::move(faulty_rows(what.blocks[i], known[i], if_outside), std::back_inserter(faults));
  }
  const bool all_read = std::ranges::none_of(known, [](const KnownBlock& block) { return block.tagged == nullptr || !block.all_tagged; });
  if (!faults.empty() || !all_read) return faults;
  if (auto none = none_left(what, known)) faults.push_back(std::move(*none));
  return faults;
}

}  // namespace spool::pipelines
