#include "pipelines/document/yaml_tree.h"

#include "pipelines/document/yaml_builder.h"
#include "pipelines/document/yaml_faults.h"

#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <exception>
#include <istream>
#include <optional>
#include <streambuf>
#include <utility>

namespace spool::pipelines::yaml {
namespace {

/// Reads from a text without copying it.
class TextBuffer : public std::streambuf {
 public:
  explicit TextBuffer(const std::string& text) {
    char* first =
        const_cast<char*>(text.data());  // NOLINT(cppcoreguidelines-pro-type-const-cast): only read from
    setg(first, first, first + text.size());
  }
};

core::Error refused(std::string code, std::string message, std::string hint, core::Place place) {
  return {std::move(code), std::move(message), std::move(hint), std::move(place)};
}

/// What is told before yaml-cpp sees the text: it would misread or misplace it.
std::optional<core::Error> unreadable(std::string_view text, const std::string& file, const Limits& limits) {
  if (text.size() > limits.bytes) {
    return refused("document.limit",
                   "the document is larger than " + std::to_string(limits.bytes >> 20U) + " MiB",
                   "put the moments into a tag file (`moments: {file: …}`)", {file, 0, 0});
  }
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    return refused("document.encoding", "the document is UTF-16, not UTF-8", "save it as UTF-8",
                   {file, 1, 1});
  }
  int line = 1;
  std::size_t line_start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 || c == '\t' || c == '\r') continue;
    if (c == '\n') {
      ++line;
      line_start = i + 1;
      continue;
    }
    return refused("document.encoding", "a control character (byte " + std::to_string(c) + ") stands here",
                   "a document is text in UTF-8: save it as that",
                   {file, line, static_cast<int>(i - line_start) + 1});
  }
  return std::nullopt;
}

/// Feeds a text to the builder, by yaml-cpp.
std::optional<core::Error> fed(const SourceText& source, const std::string& text, const std::string& file,
                               Builder& builder) {
  TextBuffer buffer{text};
  std::istream stream{&buffer};
  const auto explained = [&](int line, int column, std::string_view said) {
    core::Error error = explain(source, builder.whereabouts(), line, column, said);
    error.place.file = file;
    return error;
  };
  try {
    YAML::Parser parser{stream};
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (Refused& refusal) {
    return std::move(refusal.why);
  } catch (const YAML::Exception& fault) {
    return explained(fault.mark.line + 1, fault.mark.column + 1, fault.msg);
  } catch (const std::exception& fault) {
    return explained(0, 0, fault.what());
  }
  const Whereabouts& at = builder.whereabouts();
  if (!never_closed(source, at.last_line, at.last_column)) return std::nullopt;
  return explained(at.last_line, at.last_column, "never closed");
}

/// With long lists of simple rows left to us. Nothing where there are none, or anything is odd: the whole
/// text is read then.
std::optional<Tree> by_rows(SourceText& source, const std::string& file, const Limits& limits) {
  Condensed fewer = condensed(source);
  if (fewer.rows.empty()) return std::nullopt;
  Builder builder{source, file, limits, std::move(fewer.rows)};
  if (fed(source, fewer.text, file, builder) || !builder.all_rows_met()) return std::nullopt;
  return builder.take(std::move(source));
}

}  // namespace

bool Tree::quoted(NodeId id) const {
  const Node& found = node(id);
  return found.kind == Kind::scalar &&
         std::string_view("\"'|>").find(found.opening) != std::string_view::npos && found.opening != 0;
}

std::vector<NodeId> Tree::items(NodeId list) const {
  std::vector<NodeId> found;
  const NodeId self = resolved(list);
  for (NodeId id = self + 1; id < nodes_[self].end; id = nodes_[id].end) found.push_back(id);
  return found;
}

void Tree::entries(NodeId map, std::vector<Entry>& found) const {
  found.clear();
  const NodeId self = resolved(map);
  for (NodeId key = self + 1; key < nodes_[self].end;) {
    const NodeId value = nodes_[key].end;
    found.push_back({key, value});
    key = nodes_[value].end;
  }
}

core::Place Tree::place(NodeId id, const std::string& file) const {
  return {file, static_cast<int>(nodes_[id].line), static_cast<int>(nodes_[id].column)};
}

core::Result<Tree> parse(std::string_view text, const std::string& file, const Limits& limits) {
  if (auto error = unreadable(text, file, limits)) return *std::move(error);
  SourceText source(text);
  if (auto tree = by_rows(source, file, limits)) return *std::move(tree);
  Builder builder{source, file, limits};
  if (auto error = fed(source, source.text(), file, builder)) return *std::move(error);
  return builder.take(std::move(source));
}

}  // namespace spool::pipelines::yaml
