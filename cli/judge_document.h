// All that is wrong with a document and its tag files, without a look at media or programs: `spool validate`, and beside
// what else keeps a run from starting.
#pragma once

#include "cli/face.h"
#include "cli/options.h"
#include "core/error.h"

#include <optional>
#include <string>

namespace spool::cli {

struct Verdict {
  core::Errors faults;
  core::Errors warnings;  ///< it is sound all the same
};

/// `pipeline`: as given; "-": standard input. `inputs`, `sets`: of -i and --set. `first_input`: what a batch binds to it.
Verdict judge_document(const std::string& pipeline, const Assignments& inputs, const Assignments& sets, const Face& face,
                       const std::optional<std::string>& first_input = {});

/// What this machine lacks (`errors`) hides nothing of the document: both, in the order of their places.
core::Errors with_faults_of_document(core::Errors errors, const RenderOptions& options, const Face& face,
                                     const std::optional<std::string>& first_input = {});

}  // namespace spool::cli
