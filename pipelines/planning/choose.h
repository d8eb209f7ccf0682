// Meets the document's moments with their sources: which tag files are to be read, and what is chosen of them. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/error.h"
#include "pipelines/document/document.h"
#include "pipelines/planning/left_out.h"
#include "pipelines/planning/source.h"
#include "pipelines/planning/steps.h"

namespace spool::pipelines {

/// What the tag files hold, by absolute path.
using TagFiles = std::map<std::string, std::vector<TaggedMoment>, std::less<>>;

/// The tag files that a document names, each once, with the place that names it first.
std::vector<Located<std::string>> tag_files_of(const Document& document);

struct Choice {
  ChosenMoments moments;
  core::Errors notes;   ///< what was passed over, and why
  LeftOuts left_out;    ///< clips whose input cannot be used, or that lie outside of it
};

/// Selects for `moments:` and for every step with an `at:` or `remove:` of its own. All faults at once.
core::Checked<Choice> choose_moments(const Document& document, const TagFiles& tags, const Sources& sources);

}  // namespace spool::pipelines
