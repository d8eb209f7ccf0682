// What is wrong with moments whatever the source that they are moments of: `spool validate` reads tag files, and no media. Pure.
#pragma once

#include "core/error.h"
#include "pipelines/document/document.h"

#include <vector>

namespace spool::pipelines {

/// `tagged[i]` belongs to `what.blocks[i]`. Errors as of select(): `moments.empty` for rows of tag files that end before they
/// begin by what is written alone, `moments.none` where nothing can be left, for which no time is asked.
core::Errors faults_without_source(const Moments& what, const std::vector<std::vector<TaggedMoment>>& tagged);

}  // namespace spool::pipelines
