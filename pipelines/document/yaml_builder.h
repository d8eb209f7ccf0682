// Turns yaml-cpp's events into a tree. Its faults are thrown as Refused through yaml-cpp, and caught by
// parse().
#pragma once

#include "pipelines/document/yaml_rows.h"
#include "pipelines/document/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <optional>
#include <string>
#include <vector>

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
  /// `rows`: marks stand for them in what yaml-cpp reads.
  Builder(const SourceText& source, std::string file, const Limits& limits, std::vector<Row> rows = {});

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override { close(); }

  [[nodiscard]] const Whereabouts& whereabouts() const { return whereabouts_; }
  /// Whether every mark has come back where its row stands: else a row was part of something else (a block of
  /// text).
  [[nodiscard]] bool all_rows_met() const { return next_row_ == rows_.size(); }
  /// The tree, once all events have come.
  Tree take(SourceText source);

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
  NodeId add_at(int line, int column, Kind kind);
  bool is_row(const YAML::Mark& mark, const std::string& value) const;
  void add_row();
  void leaf(YAML::anchor_t anchor, NodeId node);
  void open(const YAML::Mark& mark, Kind kind, YAML::anchor_t anchor);
  void close();
  void remember(YAML::anchor_t anchor, NodeId node, std::size_t weight);
  void check_tag(const YAML::Mark& mark, const std::string& tag) const;
  void settle_written_null(const YAML::Mark& mark);
  void set_text(NodeId node, std::string_view text);
  [[noreturn]] void refuse(std::string code, const YAML::Mark& mark, std::string message,
                           std::string hint) const;

  const SourceText& source_;
  Tree tree_;
  std::string file_;
  Limits limits_;
  Whereabouts whereabouts_;
  std::vector<Level> levels_;
  std::vector<Anchored> anchors_;
  std::size_t by_aliases_ = 0;
  std::vector<Row> rows_;
  std::size_t next_row_ = 0;
  std::vector<RowEntry> row_entries_;
  std::optional<NodeId> written_null_;  ///< `null` or `~` that may turn out to be the next key
  bool started_ = false;
};

}  // namespace spool::pipelines::yaml
