#include "pipelines/document/yaml_rows.h"

namespace spool::pipelines::yaml {
namespace {

constexpr std::size_t worth_it = 100;

bool is_plain_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         (static_cast<unsigned char>(c) & 0x80U) != 0;
}

/// What may stand inside a plain text without meaning anything to YAML.
bool is_plain(char c) {
  return is_plain_start(c) || std::string_view(" .-+/()%$").find(c) != std::string_view::npos;
}

class RowReader {
 public:
  explicit RowReader(std::string_view line) : line_(line) {}

  bool read(int& column, std::vector<RowEntry>& entries) {
    blanks();
    if (!take('-') || at() != ' ') return false;
    blanks();
    column = static_cast<int>(next_) + 1;
    if (!take('{')) return false;
    do {
      blanks();
      RowEntry entry;
      if (!text(entry.key, true) || !take(':') || at() != ' ') return false;
      blanks();
      if (!text(entry.value, false)) return false;
      entries.push_back(entry);
      blanks();
    } while (take(','));
    if (!take('}')) return false;
    blanks();
    return next_ == line_.size();
  }

 private:
  [[nodiscard]] char at() const { return next_ < line_.size() ? line_[next_] : '\0'; }
  bool take(char c) {
    if (at() != c) return false;
    ++next_;
    return true;
  }
  void blanks() {
    while (at() == ' ') ++next_;
  }

  bool text(RowText& found, bool key) {
    found.column = static_cast<int>(next_) + 1;
    if (at() == '"' && !key) return in_quotes(found);
    if (!is_plain_start(at()) &&
        !(at() == '-' && next_ + 1 < line_.size() && is_plain_start(line_[next_ + 1])))
      return false;
    const std::size_t first = next_;
    // A colon inside of a value (`1:30`) is text unless a space follows.
    while (is_plain(at()) ||
           (!key && at() == ':' && next_ + 1 < line_.size() && is_plain_start(line_[next_ + 1])))
      ++next_;
    found.text = line_.substr(first, next_ - first);
    while (found.text.ends_with(' ')) found.text.remove_suffix(1);
    const bool null_word = found.text == "null" || found.text == "Null" || found.text == "NULL";
    const bool name_in_braces = found.text.ends_with('$');
    return !null_word && !name_in_braces;
  }

  bool in_quotes(RowText& found) {
    const std::size_t end = line_.find('"', next_ + 1);
    if (end == std::string_view::npos) return false;
    found.text = line_.substr(next_ + 1, end - next_ - 1);
    found.quoted = true;
    next_ = end + 1;
    return found.text.find_first_of("\\\t") == std::string_view::npos;
  }

  std::string_view line_;
  std::size_t next_ = 0;
};

}  // namespace

bool read_row(std::string_view line, int& column, std::vector<RowEntry>& entries) {
  entries.clear();
  return RowReader(line).read(column, entries);
}

Condensed condensed(const SourceText& source) {
  Condensed result;
  std::vector<RowEntry> entries;
  result.text.reserve(source.text().size() / 2);
  for (int number = 1; number <= source.lines(); ++number) {
    const std::string_view line = source.line(number);
    int column = 0;
    if (read_row(line, column, entries)) {
      result.rows.push_back({number, column});
      result.text.append(line.substr(0, static_cast<std::size_t>(column - 1))).append(row_mark);
    } else {
      result.text.append(line);
    }
    if (number < source.lines()) result.text += '\n';
  }
  if (result.rows.size() < worth_it) return {};
  return result;
}

}  // namespace spool::pipelines::yaml
