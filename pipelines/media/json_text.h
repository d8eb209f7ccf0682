// Text for JSON where names may hold any bytes. Source: CONTRACT, "Events".
#pragma once

#include <string>
#include <string_view>

namespace spool::pipelines {

/// A JSON string with its quotes; bytes that are not UTF-8 become lone surrogates U+DC80-DCFF.
std::string json_text(std::string_view text);

}  // namespace spool::pipelines
