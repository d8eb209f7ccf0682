// A YAML document as a compact tree that knows where everything stands: made from yaml-cpp's events, because
// its own nodes swallow duplicate keys and cost ten times the memory. Source: LANGUAGE, "What YAML does to
// people".
#pragma once

#include "core/error.h"
#include "pipelines/document/source_text.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace spool::pipelines::yaml {

/// A node's position in the tree, in order of writing.
using NodeId = std::uint32_t;

enum class Kind : std::uint8_t { empty, scalar, list, map, alias };

struct Node {
  std::uint32_t line = 0, column = 0;  ///< from 1; columns are bytes
  std::uint32_t text = 0;  ///< of a scalar: where its text begins; of an alias: the node it stands for
  std::uint32_t size = 0;  ///< of a scalar: bytes of its text
  NodeId end = 0;          ///< one past the last node below it
  Kind kind = Kind::empty;
  char opening = 0;  ///< the first character as written: a quote, `{`, `[`, or anything
};

/// One `key: value`.
struct Entry {
  NodeId key = 0;
  NodeId value = 0;
};

/// What a hostile document may not exceed.
struct Limits {
  std::size_t bytes = std::size_t{64} << 20U;
  std::size_t depth = 64;
  std::size_t nodes_by_aliases =
      100'000;  ///< counted with repetition, so that aliases of aliases do not explode
};

class Tree {
 public:
  [[nodiscard]] bool empty() const { return nodes_.empty(); }
  [[nodiscard]] static NodeId root() { return 0; }
  /// What a node is, aliases followed.
  [[nodiscard]] const Node& node(NodeId id) const { return nodes_[resolved(id)]; }
  [[nodiscard]] NodeId resolved(NodeId id) const {
    while (nodes_[id].kind == Kind::alias) id = nodes_[id].text;
    return id;
  }
  [[nodiscard]] std::string_view text(NodeId id) const {
    const Node& found = node(id);
    return found.kind == Kind::scalar ? std::string_view(pool_).substr(found.text, found.size)
                                      : std::string_view();
  }
  /// Whether a scalar was written in quotes or as a block.
  [[nodiscard]] bool quoted(NodeId id) const;

  /// The entries of a list.
  [[nodiscard]] std::vector<NodeId> items(NodeId list) const;
  /// The entries of a map as written, `<<` and repeated keys included. Cleared first.
  void entries(NodeId map, std::vector<Entry>& found) const;

  [[nodiscard]] const SourceText& source() const { return source_; }
  /// Where a node itself was written (an alias: where the alias stands).
  [[nodiscard]] core::Place place(NodeId id, const std::string& file) const;

 private:
  friend class Builder;
  std::vector<Node> nodes_;
  std::string pool_;
  SourceText source_;
};

/// Parses a text. Its one error is in a person's words, at the place, with a remedy.
core::Result<Tree> parse(std::string_view text, const std::string& file, const Limits& limits = {});

}  // namespace spool::pipelines::yaml
