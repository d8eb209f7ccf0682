#include "pipelines/document/yaml_builder.h"

#include <algorithm>
#include <utility>

namespace spool::pipelines::yaml {
namespace {

int line_of(const YAML::Mark& mark) { return mark.line + 1; }
int column_of(const YAML::Mark& mark) { return mark.column + 1; }

/// `null` or `~` where it stands by itself: people mean the word.
std::string_view null_word(std::string_view rest) {
  for (const std::string_view word : {"null", "Null", "NULL", "~"}) {
    if (!rest.starts_with(word)) continue;
    const std::string_view after = rest.substr(word.size());
    if (after.empty() || std::string_view(" \t,]}").find(after.front()) != std::string_view::npos)
      return word;
  }
  return {};
}

core::Error about_tag(const std::string& tag, std::string_view written) {
  const std::string_view word = written.substr(0, written.find_first_of(" \t,]}"));
  core::Error error{
      "document.yaml_tag", shown(word) + " is a YAML tag (a word that begins with `!`), not a text", "", {}};
  if (tag.starts_with("!=")) {
    error.hint = "for \"is not\" write `{not: …}`";
  } else {
    error.hint = "if it is meant as text, quote it: " +
                 in_quotes(trimmed(written.substr(0, written.find_first_of(",]}"))));
  }
  return error;
}

}  // namespace

Builder::Builder(const SourceText& source, std::string file, const Limits& limits, std::vector<Row> rows)
    : source_(source), file_(std::move(file)), limits_(limits), rows_(std::move(rows)) {
  const std::size_t bytes = source.text().size();
  tree_.nodes_.reserve(bytes / 6 + 16);
  tree_.pool_.reserve(bytes / 2 + 16);
}

void Builder::refuse(std::string code, const YAML::Mark& mark, std::string message, std::string hint) const {
  throw Refused{
      {std::move(code), std::move(message), std::move(hint), {file_, line_of(mark), column_of(mark)}}};
}

void Builder::OnDocumentStart(const YAML::Mark& mark) {
  if (started_) {
    const bool divided =
        source_.text().find("\n---") != std::string::npos || source_.text().starts_with("---");
    if (divided)
      refuse("document.second", mark, "a second document begins here (`---`)",
             "one file holds one document: split it");
    refuse("document.syntax", mark, "this line does not belong to what stands above it",
           "let all keys of the top level begin in the same column, and do not mix a list (`- …`) with keys");
  }
  started_ = true;
}

NodeId Builder::add(const YAML::Mark& mark, Kind kind) {
  settle_written_null(mark);
  return add_at(line_of(mark), column_of(mark), kind);
}

NodeId Builder::add_at(int line, int column, Kind kind) {
  const auto id = static_cast<NodeId>(tree_.nodes_.size());
  Node node;
  node.line = static_cast<std::uint32_t>(line);
  node.column = static_cast<std::uint32_t>(column);
  node.end = id + 1;
  node.kind = kind;
  node.opening = source_.at(line, column);
  tree_.nodes_.push_back(node);
  return id;
}

bool Builder::is_row(const YAML::Mark& mark, const std::string& value) const {
  if (next_row_ == rows_.size() || value != row_mark || levels_.empty()) return false;
  const Row& row = rows_[next_row_];
  return row.line == line_of(mark) && row.column == column_of(mark) &&
         tree_.nodes_[levels_.back().node].kind == Kind::list;
}

void Builder::add_row() {
  const Row row = rows_[next_row_++];
  int column = 0;
  read_row(source_.line(row.line), column, row_entries_);
  const NodeId map = add_at(row.line, row.column, Kind::map);
  for (const RowEntry& entry : row_entries_) {
    for (const RowText* one : {&entry.key, &entry.value})
      set_text(add_at(row.line, one->column, Kind::scalar), one->text);
  }
  tree_.nodes_[map].end = static_cast<NodeId>(tree_.nodes_.size());
  levels_.back().weight += 1 + 2 * row_entries_.size();
}

void Builder::set_text(NodeId id, std::string_view text) {
  Node& node = tree_.nodes_[id];
  node.kind = Kind::scalar;
  node.text = static_cast<std::uint32_t>(tree_.pool_.size());
  node.size = static_cast<std::uint32_t>(text.size());
  tree_.pool_.append(text);
}

void Builder::settle_written_null(const YAML::Mark& mark) {
  if (!written_null_) return;
  const NodeId id = *written_null_;
  written_null_.reset();
  const Node& node = tree_.nodes_[id];
  const bool is_next_key =
      static_cast<int>(node.line) == line_of(mark) && static_cast<int>(node.column) == column_of(mark);
  if (!is_next_key)
    set_text(id, null_word(source_.from(static_cast<int>(node.line), static_cast<int>(node.column))));
}

void Builder::remember(YAML::anchor_t anchor, NodeId node, std::size_t weight) {
  if (anchor == 0) return;
  if (anchors_.size() <= anchor) anchors_.resize(anchor + 1);
  anchors_[anchor] = {node, weight};
}

void Builder::leaf(YAML::anchor_t anchor, NodeId node) {
  if (!levels_.empty()) ++levels_.back().weight;
  remember(anchor, node, 1);
}

void Builder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const NodeId id = add(mark, Kind::empty);
  if (!null_word(source_.from(line_of(mark), column_of(mark))).empty()) written_null_ = id;
  leaf(anchor, id);
}

void Builder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  if (anchor >= anchors_.size() || anchors_[anchor].weight == 0) {
    refuse("document.alias", mark, "this alias stands inside of what it repeats",
           "name something that ends before it");
  }
  const Anchored target = anchors_[anchor];
  by_aliases_ += target.weight;
  if (by_aliases_ > limits_.nodes_by_aliases) {
    refuse("document.limit", mark, "the aliases of this document repeat too much",
           "write out what is meant, or repeat less");
  }
  const NodeId id = add(mark, Kind::alias);
  tree_.nodes_[id].text = target.node;
  if (!levels_.empty()) levels_.back().weight += target.weight;
}

void Builder::check_tag(const YAML::Mark& mark, const std::string& tag) const {
  if (tag.empty() || tag == "?" || tag == "!" || tag == "tag:yaml.org,2002:str") return;
  core::Error error = about_tag(tag, source_.from(line_of(mark), column_of(mark)));
  error.place = {file_, line_of(mark), column_of(mark)};
  throw Refused{std::move(error)};
}

void Builder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       const std::string& value) {
  check_tag(mark, tag);
  whereabouts_.last_line = line_of(mark);
  whereabouts_.last_column = column_of(mark);
  if (is_row(mark, value)) {
    settle_written_null(mark);
    add_row();
    return;
  }
  const NodeId id = add(mark, Kind::scalar);
  set_text(id, value);
  leaf(anchor, id);
}

void Builder::open(const YAML::Mark& mark, Kind kind, YAML::anchor_t anchor) {
  if (levels_.size() >= limits_.depth) {
    refuse("document.limit", mark,
           "lists and maps are nested more than " + std::to_string(limits_.depth) + " deep",
           "nothing in the language nests that deep: look for a bracket that is not closed");
  }
  const NodeId id = add(mark, kind);
  whereabouts_.open.push_back({line_of(mark), column_of(mark), tree_.nodes_[id].opening});
  levels_.push_back({id, 1, anchor});
  remember(anchor, id, 0);
}

void Builder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                              YAML::EmitterStyle::value) {
  check_tag(mark, tag);
  open(mark, Kind::list, anchor);
}

void Builder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) {
  check_tag(mark, tag);
  open(mark, Kind::map, anchor);
}

void Builder::close() {
  const Level level = levels_.back();
  levels_.pop_back();
  whereabouts_.open.pop_back();
  tree_.nodes_[level.node].end = static_cast<NodeId>(tree_.nodes_.size());
  remember(level.anchor, level.node, level.weight);
  if (!levels_.empty()) levels_.back().weight += level.weight;
}

Tree Builder::take(SourceText source) {
  settle_written_null(YAML::Mark::null_mark());
  tree_.source_ = std::move(source);
  return std::move(tree_);
}

}  // namespace spool::pipelines::yaml
