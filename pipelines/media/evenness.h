// Are pictures evenly spaced? What the check after a render and `spool verify` ask alike. Pure.
// Source: EXACT, "Joining" ("evenly spaced").
#pragma once

#include "core/rational.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace spool::pipelines {

/// The first picture whose stamp is further than `allowed` ticks from where the first one and steps of
/// `ticks` put it. `stamps`: in the order in which they are shown.
std::optional<std::size_t> first_out_of_place(const std::vector<std::int64_t>& stamps, core::Rational ticks,
                                              std::int64_t allowed);

}  // namespace spool::pipelines
