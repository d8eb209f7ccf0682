// Helpers of these tests: imports that must go well, and what a refused one says.
#pragma once

#include "pipelines/moments/import.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace spool::pipelines::testing {

inline std::vector<TaggedMoment> imported(std::string_view bytes) {
  auto moments = import_tags(bytes, "tags.csv");
  if (moments) return *moments;
  for (const core::Error& error : moments.error()) ADD_FAILURE() << core::to_line(error);
  return {};
}

inline core::Errors refused(std::string_view bytes) {
  auto moments = import_tags(bytes, "tags.csv");
  if (!moments) return moments.error();
  ADD_FAILURE() << "imported " << moments->size() << " moments";
  return {};
}

inline TimePoint at(core::Rational seconds) { return {TimePoint::Kind::seconds, seconds, 0}; }

}  // namespace spool::pipelines::testing
