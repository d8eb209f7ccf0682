#include "pipelines/document/interpolation.h"

#include "pipelines/document/clip_names.h"
#include "pipelines/document/nearest.h"
#include "pipelines/document/source_text.h"

#include <algorithm>
#include <utility>

namespace spool::pipelines {
namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 20U;  // of one text, whatever its names stand for

/// A piece of a template: literal text, or a name with or without a default.
struct Piece {
  bool is_name = false;
  std::string_view text;  ///< literal text, or the name
  std::optional<std::string_view> fallback;
  std::string_view written;  ///< the piece as it stands
};

core::Error broken(std::string message, std::string hint) {
  return {"document.template", std::move(message), std::move(hint), {}};
}

core::Result<Piece> name_piece(std::string_view text) {
  const auto end = text.find('}');
  if (end == std::string_view::npos) {
    return broken("`${` without its `}`", "close it, or write `$${` for the signs themselves");
  }
  std::string_view inside = text.substr(2, end - 2);
  Piece piece{true, inside, std::nullopt, text.substr(0, end + 1)};
  if (const auto bar = inside.find('|'); bar != std::string_view::npos) {
    piece.text = inside.substr(0, bar);
    piece.fallback = inside.substr(bar + 1);
  }
  piece.text = trimmed(piece.text);
  if (piece.text.empty() || piece.text.find_first_of("${") != std::string_view::npos) {
    return broken(shown(piece.written) + " holds no name", "write `${name}` or `${name|default}`");
  }
  return piece;
}

/// The next piece of a text that is not empty.
core::Result<Piece> next_piece(std::string_view text) {
  if (text.front() != '$')
    return Piece{false, text.substr(0, text.find('$')), std::nullopt, text.substr(0, text.find('$'))};
  if (text.starts_with("$$")) return Piece{false, text.substr(0, 1), std::nullopt, text.substr(0, 2)};
  if (text.starts_with("${")) return name_piece(text);
  return broken("a `$` stands alone", "write `$$` for a dollar, `${name}` for a name");
}

core::Error unknown(std::string_view name, const Scope& scope) {
  if (std::ranges::find(clip_names(), name) != clip_names().end()) return no_moment(name);
  std::vector<std::string> known = scope.names();
  known.insert(known.end(), clip_names().begin(), clip_names().end());
  return {"document.unknown_name", "nothing is named " + shown(name), suggestion(name, known), {}};
}

std::string doubled(std::string_view value) {
  std::string text;
  for (const char c : value) text += c == '$' ? std::string("$$") : std::string(1, c);
  return text;
}

core::Result<std::string> put_together(std::string_view rest, const Scope& scope, bool partly) {
  std::string text;
  while (!rest.empty()) {
    const auto piece = next_piece(rest);
    if (!piece) return piece.error();
    rest.remove_prefix(piece->written.size());
    if (!piece->is_name) {
      text += partly ? piece->written : piece->text;
    } else if (const auto value = scope.find(piece->text)) {
      text += partly ? doubled(*value) : *value;
    } else if (partly) {
      text += piece->written;
    } else if (piece->fallback) {
      text += *piece->fallback;
    } else {
      return unknown(piece->text, scope);
    }
    if (text.size() > most_bytes)
      return core::Error{"document.limit", "a text grows beyond 1 MiB by its names", "", {}};
  }
  return core::Result<std::string>(boost::system::in_place_value, std::move(text));
}

core::Result<std::string> placed(core::Result<std::string> result, const core::Place& place) {
  if (result) return result;
  core::Error error = result.error();
  error.place = place;
  return error;
}

}  // namespace

core::Result<std::string> expand(const Template& text, const Scope& scope) {
  return placed(put_together(text.text, scope, false), text.place);
}

core::Result<std::string> expand_partly(const Template& text, const Scope& scope) {
  return placed(put_together(text.text, scope, true), text.place);
}

std::vector<NameUse> names_used(std::string_view text) {
  std::vector<NameUse> names;
  while (!text.empty()) {
    const auto piece = next_piece(text);
    if (!piece) break;
    text.remove_prefix(piece->written.size());
    if (piece->is_name) names.push_back({std::string(piece->text), piece->fallback.has_value()});
  }
  return names;
}

const std::vector<std::string>& clip_names() {
  static const std::vector<std::string> names = {"label", "tag", "rating", "index", "start", "end"};
  return names;
}

}  // namespace spool::pipelines
