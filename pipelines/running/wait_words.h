// What a run says that waits for its time.
#pragma once

#include "core/error.h"
#include "core/journal/run_event.h"

namespace spool::pipelines {

/// The note `note.waiting`: until when, by this machine's clock, and that nobody has to sit beside it.
core::Error waiting_note(core::Moment until);

}  // namespace spool::pipelines
