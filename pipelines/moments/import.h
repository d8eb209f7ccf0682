// Tag files as coaches and editors have them, read by content, never by name. Source: LANGUAGE, "Tag files".
// CSV or TSV: a header in any order, or LosslessCut's headerless start,end,name; `,` `;` or tab; decimal
// comma; quotes; BOM; UTF-8, UTF-16, Latin-1 (read as Windows-1252). JSON: a list of moments, or {"moments":
// [...]}.
#pragma once

#include "core/error.h"
#include "pipelines/document/document.h"

#include <string>
#include <string_view>
#include <vector>

namespace spool::pipelines {

/// What a tag file may be at most: more is refused, as nobody has tagged it by hand.
inline constexpr std::size_t most_tag_bytes = std::size_t{64} << 20;
inline constexpr std::size_t most_tag_rows = 1'000'000;

/// What a tag file holds, and what is wrong with it.
struct ImportedTags {
  std::vector<TaggedMoment> moments;   ///< all of them where there are no errors, else those that can be read
  core::Errors errors;
};

/// The moments of a tag file in its order; none where it has a header (or an empty list) and nothing else.
/// `file` is its name in messages. Where a row gives both an end and a duration the end counts and the
/// duration is an ordinary column. Every malformed row is told at once, the first twenty with
/// file:line:column (columns in bytes of the text as UTF-8), the rest as a number. Errors:
/// `moments.too_large`, `moments.not_text`, `moments.header`, `moments.quote`, `moments.cells`,
/// `moments.start`, `moments.end`, `moments.duration`, `moments.rating`, `moments.value`, `moments.json`,
/// `moments.more`.
ImportedTags import_readable(std::string_view bytes, const std::string& file);

/// All or none.
core::Checked<std::vector<TaggedMoment>> import_tags(std::string_view bytes, const std::string& file);

}  // namespace spool::pipelines
