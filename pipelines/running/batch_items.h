// What of the files of a batch is to be rendered, judged before any of them is touched. Documents are read, no media. Blocks (stat,
// journal).
// Source: CONTRACT, "Batch".
#pragma once

#include <vector>

#include "core/error.h"
#include "pipelines/running/preparation.h"
#include "pipelines/running/run.h"

namespace spool::pipelines {

/// What a request asks for its document, before an item is bound to it.
PrepareRequest prepare_request(const RunRequest& request);
/// The same for one file of a batch.
PrepareRequest prepare_request(const RunRequest& request, const BatchItem& item);

/// Leaves out what was found in a folder and is known to the journal as a film that Spool made (a batch is run again into its own
/// folder); a name alone says nothing: that file may be somebody's only copy.
/// Errors: all that is wrong with the document; `output.twice` for two items with one output, which ends the whole batch.
core::Checked<std::vector<BatchItem>> choose_items(const RunRequest& request, std::vector<BatchItem> items);

}  // namespace spool::pipelines
