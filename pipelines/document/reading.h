// What every part of the reader shares: the tree, the errors so far, the document's names; and how a value is
// read.
#pragma once

#include "pipelines/document/document.h"
#include "pipelines/document/interpolation.h"
#include "pipelines/document/keys.h"
#include "pipelines/document/yaml_tree.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spool::pipelines {

using yaml::NodeId;

/// A value and how to speak of it.
struct Value {
  NodeId key = 0;  ///< where there is none (entries of lists): the node itself
  NodeId node = 0;
  std::string_view name;  ///< its key as written; of an entry of a list: the list's
};

class Reading {
 public:
  Reading(const yaml::Tree& tree, const std::string& file) : tree_(tree), file_(file) {}

  [[nodiscard]] const yaml::Tree& tree() const { return tree_; }
  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] Place place(NodeId node) const { return tree_.place(node, file_); }
  [[nodiscard]] yaml::Kind kind(NodeId node) const { return tree_.node(node).kind; }

  /// After a thousand faults the rest is left unsaid (and said to be).
  void fault(std::string code, Place place, std::string message, std::string hint = {});
  void warn(std::string code, Place place, std::string message, std::string hint = {});
  [[nodiscard]] core::Errors& faults() { return faults_; }
  [[nodiscard]] core::Errors& warnings() { return warnings_; }

  /// The document's names, once they are known. Must outlive the reading.
  void know(const Scope& names) { names_ = &names; }

  // ---- values: each tells its fault and gives nothing ----

  /// The text of a scalar as written.
  std::optional<std::string_view> written(const Value& value, std::string_view expected = "a text");
  /// With the document's names filled in; a clip's names are faults.
  std::optional<std::string> text(const Value& value, std::string_view expected = "a text");
  /// With the document's names filled in; others wait for a clip.
  std::optional<Template> templated(const Value& value);
  /// The entries of a list; with `single`, one value stands for a list of itself.
  std::optional<std::vector<Value>> list(const Value& value, std::string_view expected, bool single = false);
  /// True for a map; else the fault is told, with the `hint` where a text stands instead.
  bool is_map(const Value& value, std::string_view expected, const std::string& hint = {});

  /// A scalar by its parser: `expected` as in "a size such as `1280x720`".
  template <class T>
  std::optional<T> parsed(const Value& value, std::optional<T> (*parse)(std::string_view),
                          std::string_view expected, std::string_view hint = {}) {
    const auto found = text(value, expected);
    if (!found) return std::nullopt;
    auto result = parse(*found);
    if (!result) misread(value, *found, expected, hint);
    return result;
  }
  /// The same with its place.
  template <class T>
  std::optional<Located<T>> located(const Value& value, std::optional<T> (*parse)(std::string_view),
                                    std::string_view expected, std::string_view hint = {}) {
    auto result = parsed(value, parse, expected, hint);
    if (!result) return std::nullopt;
    return Located<T>{std::move(*result), place(value.node)};
  }

  std::optional<Rational> duration(const Value& value);
  std::optional<TimePoint> time(const Value& value);

  /// "`fps: fast` is not a rate", with a hint.
  void misread(const Value& value, std::string_view found, std::string_view expected, std::string_view hint);
  void wrong_kind(const Value& value, std::string_view expected, std::string hint = {});

 private:
  void told_empty(const Value& value);
  std::optional<std::string> told(const core::Result<std::string>& result, const Value& value);
  void unknown_name(std::string_view name, const Value& value);

  const yaml::Tree& tree_;
  const std::string& file_;
  const Scope* names_ = nullptr;
  core::Errors faults_;
  core::Errors warnings_;
};

/// A map of the document, held against the keys it may have. Unknown keys, repeated keys and keys of later
/// versions are told when it is made; missing ones too.
class Fields {
 public:
  Fields(Reading& reading, NodeId map, const keys::Shape& shape);

  /// A key's value.
  [[nodiscard]] std::optional<Value> find(std::string_view key) const;
  [[nodiscard]] bool has(std::string_view key) const { return find(key).has_value(); }
  /// Whether a key was dropped because its colon or quotes are wrong: what seems to be missing may be that.
  [[nodiscard]] bool odd() const { return odd_; }
  /// Whether a key that there is not was told with the advice to write this one: that it is missing goes without saying.
  [[nodiscard]] bool told_to_write(std::string_view key) const;
  /// All of them, merged ones (`<<`) last: for maps whose keys are names.
  [[nodiscard]] const std::vector<Value>& all() const& { return values_; }

 private:
  void collect(NodeId map, bool merged, int depth);
  void merge(NodeId value, int depth);
  void add(const yaml::Entry& entry, bool merged);
  void tell_twice(NodeId first, NodeId second);
  void check(const Value& value, const keys::Shape& shape);
  /// A key that is a slip of the pen, and told, is read as the one that was meant: nothing else has to be said of it.
  void read_as_meant(const keys::Shape& shape);
  void check_later(const Value& value, const keys::Key& key);
  void check_missing(NodeId map, const keys::Shape& shape);

  Reading& reading_;
  std::vector<Value> values_;
  std::vector<std::string_view> advice_;
  bool odd_ = false;
};

}  // namespace spool::pipelines
