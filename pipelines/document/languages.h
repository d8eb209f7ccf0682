// Languages as files and people name them: ISO 639-1 (`de`), 639-2 for terminology (`deu`) and for bibliography (`ger`). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace spool::pipelines {

/// The language's code of three letters, for terminology where there are two: equal ones are one language. None where the text
/// cannot be a language: a code of two letters that is none, or anything but two or three letters.
std::optional<std::string> parse_language(std::string_view text);

}  // namespace spool::pipelines
