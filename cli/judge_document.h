// All that is wrong with a document and its tag files, without a look at media or programs: `spool validate`, and beside
// what else keeps a run from starting.
#pragma once

#include "cli/face.h"
#include "cli/options.h"
#include "core/error.h"

#include <string>

namespace spool::cli {

struct Verdict {
  core::Errors faults;
  core::Errors warnings;  ///< it is sound all the same
};

/// `pipeline`: as given; "-": standard input. `inputs`, `sets`: of -i and --set.
Verdict judge_document(const std::string& pipeline, const Assignments& inputs, const Assignments& sets, const Face& face);

}  // namespace spool::cli
