// What a value may look like, for the schema: the forms that keys.cpp names.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace spool::pipelines {

/// Each form as JSON Schema, by its name. A text with `${…}` fits everywhere: what it stands for is known
/// only to the reader.
const std::map<std::string, std::string, std::less<>>& schema_forms();

}  // namespace spool::pipelines
