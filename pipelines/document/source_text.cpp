#include "pipelines/document/source_text.h"

#include <algorithm>

namespace spool::pipelines {

SourceText::SourceText(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  text_ = text;
  starts_.push_back(0);
  for (std::size_t i = text_.find_first_of("\r\n"); i != std::string::npos;
       i = text_.find_first_of("\r\n", i + 1)) {
    const bool lone_return = text_[i] == '\r' && (i + 1 == text_.size() || text_[i + 1] != '\n');
    if (lone_return) text_[i] = '\n';
    if (text_[i] == '\n') starts_.push_back(static_cast<std::uint32_t>(i + 1));
  }
}

std::string_view SourceText::line(int number) const {
  if (number < 1 || number > lines()) return {};
  const auto index = static_cast<std::size_t>(number - 1);
  const std::size_t start = starts_[index];
  const std::size_t end = number < lines() ? starts_[index + 1] : text_.size();
  std::string_view found = std::string_view(text_).substr(start, end - start);
  while (!found.empty() && (found.back() == '\n' || found.back() == '\r')) found.remove_suffix(1);
  return found;
}

std::string_view SourceText::from(int line_number, int column) const {
  const std::string_view whole = line(line_number);
  if (column < 1 || static_cast<std::size_t>(column) > whole.size()) return {};
  return whole.substr(static_cast<std::size_t>(column - 1));
}

char SourceText::at(int line_number, int column) const {
  const std::string_view rest = from(line_number, column);
  return rest.empty() ? '\0' : rest.front();
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string in_quotes(std::string_view text) {
  const bool plain = text.find_first_of("\"\\") == std::string_view::npos;
  if (plain) return '"' + std::string(text) + '"';
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("''") : std::string(1, c);
  return quoted + "'";
}

std::string shown(std::string_view text) {
  constexpr std::size_t most = 60;
  std::string kept;
  for (const char c : text.substr(0, most)) kept += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  if (text.size() > most) {
    // Not in the middle of a UTF-8 character.
    while (!kept.empty() && (static_cast<unsigned char>(kept.back()) & 0xC0U) == 0x80U) kept.pop_back();
    if (!kept.empty() && (static_cast<unsigned char>(kept.back()) & 0x80U) != 0) kept.pop_back();
    kept += "…";
  }
  return "`" + kept + "`";
}

}  // namespace spool::pipelines
