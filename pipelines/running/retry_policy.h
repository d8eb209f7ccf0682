// Is a failed job worth another try, and when? What may pass by itself is (memory, room, a file system that
// answers late); what would only fail again is not (bad data, a bad filter). Pure. Source: the issue's
// "Waiting that is durable".
#pragma once

#include "core/error.h"
#include "core/process.h"

#include <optional>
#include <string>
#include <string_view>

namespace spool::pipelines {

/// How one attempt failed.
struct Failure {
  core::Ending ending;          ///< of its child
  std::string_view last_lines;  ///< of what the child said, newest last
  std::string_view code;        ///< of the error that its judge made of it; empty: none
};

/// Why another try may end otherwise, for a person ("memory was short"); none: it would not.
std::optional<std::string> worth_another_try(const Failure& failure);

/// Of a job that failed for good: what it was to show is at fault, not the machine.
bool is_bad_clip(const Failure& failure);

/// The longest wait between two tries.
constexpr core::Milliseconds longest_delay{5 * 60 * 1000};

/// Before the try that follows `attempt` (from 1): `backoff`, doubled with each try, up to longest_delay; of
/// that between a half and all, by `random` in [0, 1): jobs that failed together do not come back together.
core::Milliseconds delay_after(int attempt, core::Milliseconds backoff, double random);

}  // namespace spool::pipelines
