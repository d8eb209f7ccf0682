// The whole life of a run: sessions that die and are followed by others, until it has ended; and whether it
// ended as it should.
#pragma once

#include "tests/simulation/session.h"

#include <cstdint>
#include <string>

namespace spool::simulation {

/// What is wrong with the history of this seed; empty: nothing. What happened in it is added to the tally.
std::string simulate(std::uint64_t seed, Workshop& workshop, Tally& tally);

}  // namespace spool::simulation
