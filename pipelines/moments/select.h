// From tagged moments to those that are shown. Source: LANGUAGE, "Moments": keep, padding, merging, budget,
// order.
#pragma once

#include "core/error.h"
#include "pipelines/document/document.h"
#include "pipelines/moments/match.h"
#include "pipelines/moments/resolve.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace spool::pipelines {

/// A moment that is shown.
struct Moment {
  std::size_t block = 0;      ///< position in Moments::blocks
  Rational from = 0, to = 0;  ///< seconds from the source's time 0, after padding and merging
  std::string label;
  std::vector<std::string> tags;
  std::optional<Rational> rating;
  std::vector<std::pair<std::string, std::string>> columns;
  std::int64_t index = 0;  ///< in order of showing, from 1
  core::Place place;       ///< its row; of merged ones the first's

  [[nodiscard]] Rational length() const { return to - from; }
};

/// For `only` and `when`; borrows from the moment.
MomentFields fields_of(const Moment& moment);

/// Whose rows a block's moments are: its tag file's, or the document's.
const std::string& file_of(const MomentBlock& block);

struct Selection {
  std::vector<Moment> moments;     ///< in order of showing; never empty
  core::Errors passed_over;        ///< warnings: what the budget had no room for
  core::Errors outside;            ///< what was left out, and why (`moments.outside`)
};

/// What is done about a moment outside its source.
enum class IfOutside { refuse, leave_out };

/// `tagged[i]` and `clocks[i]` belong to `what.blocks[i]` (a clock may be null where its block has no
/// moments). Order by time is by block, then by the block's own order, so that one block's `order` is the
/// order of the whole. Every tagged moment must lie inside its source, also one that is not kept. Stable; n
/// log n. Errors: `moments.outside`, `moments.empty` (each naming its row), `moments.none` (nothing is left,
/// and where all went), `moments.number` (times of too many different fine fractions).
core::Checked<Selection> select(const Moments& what, const std::vector<std::vector<TaggedMoment>>& tagged,
                                const std::vector<const SourceClock*>& clocks,
                                IfOutside if_outside = IfOutside::refuse);

}  // namespace spool::pipelines
