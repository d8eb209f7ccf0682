// How the clips of a film follow each other: hard, or with frames in common. Source: LANGUAGE, "Steps"; EXACT, "Transitions".
#pragma once

#include "core/error.h"
#include "core/rational.h"
#include "pipelines/planning/clip.h"

namespace spool::pipelines {

/// Gives the clips of one item of a concat their joints: those between them, where they are not one film already, and the one
/// to what stands before the item.
void join_clips(Sequence& part, const Concat& concat, const ConcatItem& item, Rational film_rate);

/// The first clip follows nothing, whatever stood before it once.
void begin_hard(Sequence& sequence);

/// Each clip is long enough for what it has in common with its neighbours. Error `document.transition_too_long` at the
/// transition.
core::Errors check_joints(const Sequence& film, Rational film_rate);

}  // namespace spool::pipelines
