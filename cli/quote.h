// Words made safe for those who read what we print: a shell, Graphviz, a JSON parser.
#pragma once

#include <string>
#include <string_view>

namespace spool::cli {

/// One word for bash, always in single quotes: every byte but NUL stands for itself, a newline too.
std::string shell_quoted(std::string_view word);

/// A JSON string with its quotes. Bytes that are not UTF-8 become lone surrogates U+DC80-DCFF (as Python's
/// `surrogateescape` reads them), so that any name can be told and found again.
std::string json_quoted(std::string_view text);

/// A Graphviz string with its quotes; what a terminal should not be shown is escaped.
std::string dot_quoted(std::string_view text);

}  // namespace spool::cli
