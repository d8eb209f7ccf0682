// Meets the document's moments with their sources: which tag files are to be read, and what is chosen of them. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/error.h"
#include "pipelines/document/document.h"
#include "pipelines/moments/import.h"
#include "pipelines/planning/left_out.h"
#include "pipelines/planning/source.h"
#include "pipelines/planning/steps.h"

namespace spool::pipelines {

/// What the tag files hold, by absolute path, and what is wrong with them.
using TagFiles = std::map<std::string, ImportedTags, std::less<>>;

/// The tag files that a document names, each once, with the place that names it first.
std::vector<Located<std::string>> tag_files_of(const Document& document);

struct Choice {
  ChosenMoments moments;
  core::Errors passed_over;   ///< warnings: what was too long for a budget
  LeftOuts left_out;          ///< clips whose input cannot be used, or that lie outside of it
  core::Errors errors;        ///< why some moments are not chosen; of what `tags` and `sources` lack nothing is said
};

/// Selects for `moments:` and for every step with an `at:` or `remove:` of its own. Tag files that are not among `tags` could not be
/// opened, inputs that are not among `sources` cannot be used, which has been told: all other faults are told in spite of them.
Choice choose_moments(const Document& document, const TagFiles& tags, const Sources& sources);

/// Those of a document that is not understood whole: how many moments it keeps is not known.
core::Errors independent_of_the_rest(core::Errors faults_of_moments);

}  // namespace spool::pipelines
