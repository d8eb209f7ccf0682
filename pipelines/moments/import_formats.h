// The formats of tag files behind import_tags; `text` is decoded (text_decoding.h).
#pragma once

#include "pipelines/document/document.h"
#include "pipelines/moments/limited_errors.h"

#include <string_view>
#include <vector>

namespace spool::pipelines {

/// CSV or TSV, with a header or as LosslessCut writes it.
std::vector<TaggedMoment> import_rows(std::string_view text, LimitedErrors& errors);

/// A list of moments, or {"moments": [...]}.
std::vector<TaggedMoment> import_json(std::string_view text, LimitedErrors& errors);

}  // namespace spool::pipelines
