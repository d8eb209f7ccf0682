// What a raw filter chain reads besides its pictures and samples. Internal to planning/job_keys.h. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace spool::pipelines {

/// Absolute paths named in a chain. Relative ones lead nowhere: jobs run in a folder of work files. Where
/// quotes or escapes make a path unreadable here, what is given is no file, and the job has no key: nothing
/// wrong is taken from the cache.
std::vector<std::string> files_named_in(std::string_view chain);

/// Whether a filter of the chain takes something from the machine that no path names: fonts, plug-ins,
/// messages.
bool asks_the_machine(std::string_view chain);

}  // namespace spool::pipelines
