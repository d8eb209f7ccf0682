// What to tell a person whose document is no YAML: yaml-cpp's word for it is cryptic, the text near the place
// is not. Source: LANGUAGE, "What YAML does to people".
#pragma once

#include "core/error.h"
#include "pipelines/document/yaml_builder.h"

#include <string>
#include <string_view>

namespace spool::pipelines::yaml {

/// `said` is yaml-cpp's message, `line` and `column` its place.
core::Error explain(const SourceText& source, const Whereabouts& whereabouts, int line, int column,
                    std::string_view said);

/// A quoted scalar that begins at a place and never ends (yaml-cpp lets the end of the file close it).
bool never_closed(const SourceText& source, int line, int column);

}  // namespace spool::pipelines::yaml
