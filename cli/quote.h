// Words made safe for those who read what we print: a shell, Graphviz.
#pragma once

#include <string>
#include <string_view>

namespace spool::cli {

/// One word for bash, always in single quotes: every byte but NUL stands for itself, a newline too.
std::string shell_quoted(std::string_view word);

/// A Graphviz string with its quotes; what a terminal should not be shown is escaped.
std::string dot_quoted(std::string_view text);

}  // namespace spool::cli
