// The language as a JSON Schema (draft 2020-12), for editors to complete from: made from the reader's own
// table of keys.
#pragma once

#include <string>

namespace spool::pipelines {

/// Indented JSON, with a description for each key.
std::string json_schema();

}  // namespace spool::pipelines
