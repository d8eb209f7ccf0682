#include "pipelines/document/yaml_faults.h"

#include <algorithm>
#include <array>
#include <optional>

namespace spool::pipelines::yaml {
namespace {

/// From a position on; empty where the text ends before it.
std::string_view tail(std::string_view text, std::size_t from) {
  return from < text.size() ? text.substr(from) : std::string_view();
}

/// What an explainer looks at.
struct Scene {
  const SourceText& source;
  const Whereabouts& whereabouts;
  int line = 0, column = 0;
  std::string_view said;

  [[nodiscard]] std::string_view row() const { return source.line(line); }
  [[nodiscard]] std::string_view rest() const { return source.from(line, column); }
  [[nodiscard]] std::string_view before() const {
    const std::string_view whole = row();
    return column < 1 ? std::string_view()
                      : whole.substr(0, std::min(whole.size(), static_cast<std::size_t>(column - 1)));
  }
  [[nodiscard]] bool says(std::string_view words) const { return said.find(words) != std::string_view::npos; }
  /// The innermost `{` or `[` that is open, if that is where we are.
  [[nodiscard]] const Whereabouts::Opened* bracket() const {
    if (whereabouts.open.empty()) return nullptr;
    const auto& last = whereabouts.open.back();
    return last.opening == '{' || last.opening == '[' ? &last : nullptr;
  }
};

core::Error told(const Scene& scene, std::string message, std::string hint) {
  return {"document.syntax", std::move(message), std::move(hint), {"", scene.line, scene.column}};
}
core::Error told_at(int line, int column, std::string message, std::string hint) {
  return {"document.syntax", std::move(message), std::move(hint), {"", line, column}};
}

/// The text of one value inside brackets: up to the comma or bracket that ends it. `${…}` counts as part of
/// it.
std::string_view value_inside(std::string_view text) {
  std::size_t i = 0;
  int braces = 0;
  for (; i < text.size(); ++i) {
    if (text[i] == '{' && i > 0 && text[i - 1] == '$') {
      ++braces;
    } else if (text[i] == '}' && braces > 0) {
      --braces;
    } else if (braces == 0 && std::string_view(",}]").find(text[i]) != std::string_view::npos) {
      break;
    }
  }
  return trimmed(text.substr(0, i));
}

/// The value of a row to its end, without a comment.
std::string_view value_of_row(std::string_view text) { return trimmed(text.substr(0, text.find(" #"))); }

std::optional<core::Error> open_quote(const Scene& scene) {
  const Whereabouts& at = scene.whereabouts;
  if (!never_closed(scene.source, at.last_line, at.last_column)) return std::nullopt;
  return told_at(at.last_line, at.last_column, "the quote that opens here is never closed",
                 "close it with the same sign");
}

std::optional<core::Error> tab_in_indentation(const Scene& scene) {
  for (int line = scene.line; line >= scene.line - 1 && line > 0; --line) {
    const std::string_view row = scene.source.line(line);
    const auto tab = row.substr(0, row.find_first_not_of(" \t")).find('\t');
    if (tab == std::string_view::npos || trimmed(row).empty()) continue;
    return told_at(line, static_cast<int>(tab) + 1, "a tab indents this line; YAML indents by spaces only",
                   "replace the tab by spaces");
  }
  return std::nullopt;
}

std::optional<core::Error> comparison(const Scene& scene) {
  // yaml-cpp stops one or two characters behind `>`, or on it inside brackets.
  const std::string_view row = scene.row();
  std::size_t at = scene.column < 1 ? 0 : std::min(row.size(), static_cast<std::size_t>(scene.column - 1));
  while (at > 0 && (at >= row.size() || row[at] != '>') && row[at - 1] != ':') --at;
  if (at >= row.size() || row[at] != '>') return std::nullopt;
  const std::string_view number = value_inside(tail(row, row.find_first_not_of(">= ", at)));
  const auto colon = row.rfind(':', at);
  if (colon == std::string_view::npos || number.empty()) return std::nullopt;
  const auto key_start = row.find_last_of(" {,", colon) + 1;
  const std::string key(row.substr(key_start, colon - key_start));
  return told_at(scene.line, static_cast<int>(at) + 1,
                 "`>` begins a block of text in YAML, it does not compare",
                 "write `" + key + ": {min: " + std::string(number) + "}`");
}

std::optional<core::Error> block_scalar(const Scene& scene) {
  if (!scene.says("block scalar")) return std::nullopt;
  if (auto error = comparison(scene)) return error;
  return told(scene, "`|` and `>` begin a block of text in YAML; nothing may follow them on their line",
              "quote the value if the sign belongs to it");
}

std::optional<core::Error> braces_of_a_name(const Scene& scene) {
  const std::string_view row = scene.row();
  if (scene.source.at(scene.line, scene.column) != '{' || !scene.before().ends_with('$')) return std::nullopt;
  if (scene.bracket() == nullptr) return std::nullopt;
  const int from =
      scene.whereabouts.last_line == scene.line ? scene.whereabouts.last_column : scene.column - 1;
  const std::string_view value = value_inside(tail(row, static_cast<std::size_t>(from - 1)));
  return told_at(scene.line, from, "inside `{}` or `[]` YAML takes the `{` of `${…}` for a map",
                 "put it in quotes: " + in_quotes(value));
}

std::optional<core::Error> comment_for_a_value(const Scene& scene) {
  const int line = scene.whereabouts.last_line;
  const std::string_view rest = scene.source.from(line, scene.whereabouts.last_column);
  const auto hash = rest.find(" #");
  if (scene.bracket() == nullptr || hash == std::string_view::npos) return std::nullopt;
  if (const auto quote = rest.find_first_of("\"'"); quote < hash) return std::nullopt;
  const auto column = scene.whereabouts.last_column + static_cast<int>(hash) + 1;
  const std::string_view value = value_inside(rest.substr(hash + 1));
  return told_at(line, column, "from `#` on this looks like a comment to YAML",
                 "if it is text, quote it: " + in_quotes(value));
}

/// Where a comment begins in a row, not counting `#` inside of quotes; from a column on, counting from 1.
std::optional<std::size_t> comment_in(std::string_view row, std::size_t from) {
  char quote = 0;
  for (std::size_t i = from > 0 ? from - 1 : 0; i < row.size(); ++i) {
    if (quote != 0) {
      if (row[i] == quote) quote = 0;
    } else if (i > 0 && (row[i] == '"' || row[i] == '\'') && std::string_view(" {[,:").find(row[i - 1]) != std::string_view::npos) {
      quote = row[i];
    } else if (row[i] == '#' && i > 0 && (row[i - 1] == ' ' || row[i - 1] == '\t')) {
      return i;
    }
  }
  return std::nullopt;
}

/// Where a row's comment takes with it what closes a bracket, or stands where a value should.
std::optional<std::size_t> swallowing_comment(std::string_view row, std::size_t from, std::string_view closing) {
  const auto hash = comment_in(row, from);
  if (!hash) return std::nullopt;
  const bool for_a_value = trimmed(row.substr(0, *hash)).ends_with(':');
  return for_a_value || row.find_first_of(closing, *hash) != std::string_view::npos ? hash : std::nullopt;
}

core::Error told_comment(int line, std::string_view row, std::size_t hash) {
  return told_at(line, static_cast<int>(hash) + 1, "from `#` on this looks like a comment to YAML",
                 "if it is text, quote it: " + in_quotes(value_inside(row.substr(hash))));
}

/// `- title: {text: #7 Smith}`: the bracket is closed, for a person; to YAML its end is in a comment.
std::optional<core::Error> end_in_a_comment(const Scene& scene) {
  if (scene.says("block entry") && scene.line > 1) {  // yaml-cpp looks ahead: it has not told yet that a bracket is open
    const std::string_view row = scene.source.line(scene.line - 1);
    const auto hash = swallowing_comment(row, 1, "}]");
    const auto opened = hash ? row.substr(0, *hash).find_last_of("{[") : std::string_view::npos;
    const bool is_open = opened != std::string_view::npos && row.substr(opened, *hash - opened).find_first_of("}]") == std::string_view::npos;
    if (is_open) return told_comment(scene.line - 1, row, *hash);
  }
  const auto* bracket = scene.bracket();
  if (bracket == nullptr || !scene.says("flow not found")) return std::nullopt;
  const std::string_view closing = bracket->opening == '{' ? "}" : "]";
  for (int line = bracket->line; line <= std::min(scene.line, scene.source.lines()); ++line) {
    const std::string_view row = scene.source.line(line);
    const auto hash = swallowing_comment(row, line == bracket->line ? static_cast<std::size_t>(bracket->column) : 1, closing);
    if (hash) return told_comment(line, row, *hash);
  }
  return std::nullopt;
}

std::optional<core::Error> escape(const Scene& scene) {
  if (!scene.says("escape") && !scene.says("hex number") && !scene.says("invalid unicode"))
    return std::nullopt;
  const std::string_view row = scene.row();
  const auto quote = scene.before().rfind('"');
  const auto end = quote == std::string_view::npos ? quote : row.find('"', quote + 1);
  std::string hint = "inside \"…\" a backslash begins an escape: use single quotes";
  if (end != std::string_view::npos)
    hint += ": '" + std::string(row.substr(quote + 1, end - quote - 1)) + "'";
  return told(scene, "the backslash here is no escape that YAML knows", hint + ", or forward slashes");
}

std::optional<core::Error> alias(const Scene& scene) {
  if (!scene.says("anchor") && !scene.says("alias")) return std::nullopt;
  const std::string_view row = scene.row();
  const auto sign = row.find_first_of("*&", static_cast<std::size_t>(std::max(0, scene.column - 2)));
  const std::size_t at = sign == std::string_view::npos ? static_cast<std::size_t>(scene.column - 1) : sign;
  const std::string_view word = value_inside(value_of_row(tail(row, at)));
  const int column = static_cast<int>(at) + 1;
  if (trimmed(row.substr(0, at)).ends_with("<<:")) {
    return told_at(
        scene.line, column, "nothing above is anchored as `&" + std::string(tail(word, 1)) + "`",
        "write `&" + std::string(tail(word, 1)) + "` behind the key whose map is to be merged in here");
  }
  const std::string what = word.starts_with('&') ? "an anchor (a name for a part of the document)"
                                                 : "an alias (a repetition of what `&name` has named)";
  return told_at(scene.line, column, "YAML takes " + shown(word) + " for " + what,
                 "if it is text, quote it: " + in_quotes(word));
}

std::optional<core::Error> reserved_sign(const Scene& scene) {
  if (!scene.says("unknown token")) return std::nullopt;
  const std::string_view rest = scene.rest();
  if (rest.starts_with('>')) {
    if (auto error = comparison(scene)) return error;
  }
  const std::string sign(rest.substr(0, 1));
  const std::string_view value = scene.bracket() != nullptr ? value_inside(rest) : value_of_row(rest);
  return told(scene, "no value may begin with `" + sign + "` in YAML", "quote it: " + in_quotes(value));
}

/// `label: Goal: 2-1`: a second colon in one row.
std::optional<core::Error> colon_in_text(const Scene& scene) {
  if (!scene.rest().starts_with(':')) return std::nullopt;
  const auto* bracket = scene.bracket();
  const bool same_row = scene.whereabouts.last_line == scene.line;
  if (!same_row || (bracket != nullptr && bracket->line != scene.line)) return std::nullopt;
  const std::string_view row = scene.row();
  const auto start = static_cast<std::size_t>(scene.whereabouts.last_column - 1);
  if (bracket == nullptr && row.substr(0, start).find(": ") == std::string_view::npos) return std::nullopt;
  const std::string_view value =
      bracket != nullptr ? value_inside(tail(row, start)) : value_of_row(tail(row, start));
  return told_at(scene.line, scene.whereabouts.last_column,
                 "a colon and a space inside of a text make a new key of it",
                 "quote the text: " + in_quotes(value));
}

std::optional<core::Error> no_space_after_colon(const Scene& scene) {
  if (!scene.says("map value") && !scene.says("end of map not found")) return std::nullopt;
  for (int line = scene.line; line >= scene.line - 1 && line > 0; --line) {
    const std::string_view row = value_of_row(scene.source.line(line));
    const auto colon = row.find(':');
    const auto indent = scene.source.line(line).find_first_not_of(" \t");
    const bool glued = colon != std::string_view::npos && colon > 0 && colon + 1 < row.size() &&
                       row[colon + 1] != ' ' && row.find(": ") == std::string_view::npos &&
                       row.find_first_of("\"'{[") == std::string_view::npos;
    if (!glued) continue;
    const std::string_view key = tail(row, row.find_first_not_of(" -"));
    const auto at = key.find(':');
    return told_at(line, static_cast<int>(indent + colon) + 1, "a space is missing after the colon",
                   "write `" + std::string(key.substr(0, at)) + ": " + std::string(key.substr(at + 1)) + "`");
  }
  return std::nullopt;
}

std::optional<core::Error> never_ends(const Scene& scene) {
  const auto* bracket = scene.bracket();
  if (bracket == nullptr || !scene.says("flow not found")) return std::nullopt;
  const char closing = bracket->opening == '{' ? '}' : ']';
  if (bracket->line == scene.line && !trimmed(scene.rest()).empty()) {
    return told(scene,
                std::string("inside `") + bracket->opening + closing + "` a comma or `" + closing +
                    "` is expected here",
                "if this belongs to a text, put the whole text in quotes");
  }
  return told_at(bracket->line, bracket->column,
                 std::string("the `") + bracket->opening + "` that opens here is never closed",
                 std::string("close it with `") + closing + "`");
}

std::optional<core::Error> wrong_bracket(const Scene& scene) {
  if (!scene.says("flow end")) return std::nullopt;
  const std::string sign(scene.rest().substr(0, 1));
  if (const auto* bracket = scene.bracket(); bracket != nullptr) {
    const std::string right = bracket->opening == '{' ? "`}`" : "`]`";
    return told(scene,
                std::string("the `") + bracket->opening + "` of line " + std::to_string(bracket->line) +
                    " is closed by `" + sign + "`",
                "close it with " + right);
  }
  return told(scene, "`" + sign + "` closes nothing here", "remove it, or quote the text that it belongs to");
}

std::optional<core::Error> list_on_the_row(const Scene& scene) {
  if (!scene.says("block entry")) return std::nullopt;
  return told(scene, "a list that begins with `- ` cannot stand behind its key",
              "begin it on the next line, or write it as `[a, b]`");
}

/// `'it's'`, `"x" y`: a quoted text that goes on.
std::optional<core::Error> behind_a_quote(const Scene& scene) {
  const char opening = scene.source.at(scene.whereabouts.last_line, scene.whereabouts.last_column);
  if (scene.whereabouts.last_line != scene.line || (opening != '"' && opening != '\'') ||
      scene.rest().empty()) {
    return std::nullopt;
  }
  const std::string remedy = opening == '\'' ? "write '' for an apostrophe inside '…', or use \"…\""
                                             : "quote the whole text; inside \"…\" write \\\" for a quote";
  return told(scene, "the quoted text has ended before this", remedy);
}

std::optional<core::Error> indentation(const Scene& scene) {
  if (!scene.says("map value") && !scene.says("end of map") && !scene.says("end of sequence"))
    return std::nullopt;
  const std::string_view row = trimmed(scene.row());
  if (row.empty()) return std::nullopt;
  const std::string hint = "let keys that belong together begin in the same column";
  const int column = static_cast<int>(scene.row().find_first_not_of(' ')) + 1;
  return told_at(scene.line, column, "the indentation of this line fits nothing above it", hint);
}

std::optional<core::Error> too_deep(const Scene& scene) {
  if (!scene.says("Bad file") && !scene.says("depth")) return std::nullopt;
  auto error =
      told(scene, "lists and maps are nested too deep here", "look for brackets that are not closed");
  error.code = "document.limit";
  return error;
}

}  // namespace

core::Error explain(const SourceText& source, const Whereabouts& whereabouts, int line, int column,
                    std::string_view said) {
  const Scene scene{source, whereabouts, line, column, said};
  using Explainer = std::optional<core::Error> (*)(const Scene&);
  constexpr std::array<Explainer, 17> in_turn = {
      open_quote,    tab_in_indentation, block_scalar,   braces_of_a_name,    escape,
      alias,         reserved_sign,      colon_in_text,  comment_for_a_value, no_space_after_colon,
      wrong_bracket, end_in_a_comment,   list_on_the_row, behind_a_quote,     never_ends,
      indentation,   too_deep};
  for (const Explainer explainer : in_turn) {
    if (auto error = explainer(scene)) return *std::move(error);
  }
  return told(scene, "this is not YAML (" + std::string(said) + ")",
              "quote the text here if it holds signs such as : # { } [ ] , & * ! | > % @");
}

bool never_closed(const SourceText& source, int line, int column) {
  const char quote = source.at(line, column);
  if (quote != '"' && quote != '\'') return false;
  std::string_view rest = source.from(line, column + 1);
  for (int row = line; row <= source.lines(); rest = source.line(++row)) {
    for (std::size_t i = 0; i < rest.size(); ++i) {
      if (quote == '"' && rest[i] == '\\') {
        ++i;
      } else if (rest[i] == quote && quote == '\'' && i + 1 < rest.size() && rest[i + 1] == '\'') {
        ++i;
      } else if (rest[i] == quote) {
        return false;
      }
    }
  }
  return true;
}

}  // namespace spool::pipelines::yaml
