// The engine with each job on record, as in a production run: what the journal adds to it.
#pragma once

#include <string>

namespace spool::bench {

/// A chain of no-op jobs. Prints the line that `spool-bench-engine chain` prints. False: something failed,
/// and has been said.
bool run_chain_on_record(int jobs, const std::string& state);

/// So many jobs become ready all at once; the first hundred thousand of them run, with children that cost
/// nothing. Prints one line: bytes a job, events a second, the longest block of the loop.
bool run_pending_on_record(int jobs, const std::string& state);

}  // namespace spool::bench
