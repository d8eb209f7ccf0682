// Spans and points of time as a person says them: "5.5 s", "2 min 05 s", "10 h 00 min".
#pragma once

#include "core/rational.h"

#include <string>

namespace spool::pipelines {

std::string span_in_words(core::Rational seconds);

/// A number without zeros at its end: "30", "29.97", "23.976"; rounded to three decimals.
std::string short_decimal(core::Rational number);

}  // namespace spool::pipelines
