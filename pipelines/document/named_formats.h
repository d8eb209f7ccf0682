// The formats that have a name: `format: {as: web_720p}`. Each has a line in pipelines/reference/language.md.
#pragma once

#include "pipelines/document/document.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spool::pipelines {

/// What a name stands for, each part at `place`; none: there is no such name.
std::optional<Format> named_format(std::string_view name, const Place& place);

/// All of them, in the order of the reference.
std::vector<std::string> named_format_words();

}  // namespace spool::pipelines
