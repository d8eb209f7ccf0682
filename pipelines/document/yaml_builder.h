// Turns yaml-cpp's events into a tree. Its faults are thrown as Refused through yaml-cpp, and caught by parse().
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include "pipelines/document/yaml_tree.h"

namespace spool::pipelines::yaml {

/// Where yaml-cpp was when it could not go on: what its explanation is made from.
struct Whereabouts {
  struct Opened {
    int line = 0, column = 0;
    char opening = 0;  ///< `{` and `[`, or anything else where it is told by indentation
  };
  std::vector<Opened> open;  ///< lists and maps, outermost first
  int last_line = 0;         ///< of the scalar that was read last
  int last_column = 0;
};

/// A document that parses but is refused: limits, aliases, a second document.
struct Refused {
  core::Error why;
};

class Builder : public YAML::EventHandler {
 public:
  Builder(SourceText source, std::string file, const Limits& limits);

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override { close(); }

  [[nodiscard]] const Whereabouts& whereabouts() const { return whereabouts_; }
  [[nodiscard]] const SourceText& source() const { return tree_.source_; }
  /// The tree, once all events have come.
  Tree take();

 private:
  struct Level {
    NodeId node = 0;
    std::size_t weight = 1;
    YAML::anchor_t anchor = 0;
  };
  struct Anchored {
    NodeId node = 0;
    std::size_t weight = 0;  ///< 0: not closed yet
  };

  NodeId add(const YAML::Mark& mark, Kind kind);
  void leaf(YAML::anchor_t anchor, NodeId node);
  void open(const YAML::Mark& mark, Kind kind, YAML::anchor_t anchor);
  void close();
  void remember(YAML::anchor_t anchor, NodeId node, std::size_t weight);
  void check_tag(const YAML::Mark& mark, const std::string& tag) const;
  void settle_written_null(const YAML::Mark& mark);
  void set_text(NodeId node, std::string_view text);
  [[noreturn]] void refuse(std::string code, const YAML::Mark& mark, std::string message, std::string hint) const;

  Tree tree_;
  std::string file_;
  Limits limits_;
  Whereabouts whereabouts_;
  std::vector<Level> levels_;
  std::vector<Anchored> anchors_;
  std::size_t by_aliases_ = 0;
  std::optional<NodeId> written_null_;  ///< `null` or `~` that may turn out to be the next key
  bool started_ = false;
};

}  // namespace spool::pipelines::yaml
