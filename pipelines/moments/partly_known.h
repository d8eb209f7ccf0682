// What is wrong with moments of which not all is known: a source that cannot be used, a tag file that cannot be read. One fault
// must not hide another. `spool validate` reads tag files, and knows no source at all. Pure.
#pragma once

#include "core/error.h"
#include "pipelines/document/document.h"
#include "pipelines/moments/resolve.h"
#include "pipelines/moments/select.h"

#include <vector>

namespace spool::pipelines {

/// What is known of a block; null: that is not.
struct KnownBlock {
  const std::vector<TaggedMoment>* tagged = nullptr;
  const SourceClock* clock = nullptr;
  bool all_tagged = true;   ///< `tagged` holds all its moments; not so where some rows of a tag file cannot be read
};

/// `known[i]` belongs to `what.blocks[i]`. Errors as of select(): `moments.outside` and `moments.empty` where a source is known;
/// where none is, `moments.empty` for rows of tag files that end before they begin by what is written alone; `moments.none` where all
/// moments are known and nothing can be left, for which no time is asked.
core::Errors faults_as_far_as_known(const Moments& what, const std::vector<KnownBlock>& known, IfOutside if_outside = IfOutside::refuse);

}  // namespace spool::pipelines
