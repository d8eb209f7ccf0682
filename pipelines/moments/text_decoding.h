// The bytes of a tag file as text, whatever program wrote them.
#pragma once

#include "core/error.h"

#include <string>
#include <string_view>

namespace spool::pipelines {

/// UTF-8 without a BOM and with `\n` for every line end, from UTF-8, UTF-16 (with a BOM or recognisable
/// without) or, where it is neither, Windows-1252 (of which Latin-1 text is a part). Errors:
/// `moments.not_text`, with what the file looks like.
core::Result<std::string> decode_text(std::string_view bytes, const std::string& file);

}  // namespace spool::pipelines
