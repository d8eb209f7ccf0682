// What a batch ends with: each item, how it went, and why; alike reasons stand together. Source: CONTRACT,
// "Batch".
#pragma once

#include "core/event.h"

#include <map>
#include <string>
#include <vector>

namespace spool::cli {

class BatchTable {
 public:
  /// The items in their order; others that turn up come behind them.
  explicit BatchTable(const std::vector<std::string>& items = {});

  void on(const core::Event& event);

  /// Rows of what was done in the order of the items, then of what was not, grouped by its reason; a last
  /// line counts. Empty where nothing was begun.
  [[nodiscard]] std::string text() const;

 private:
  struct Row {
    std::string item;
    std::string outcome = "not started";
    std::string code;  ///< of the first error; groups
    std::string why;   ///< one line
    bool finished = false;
    bool done = false;
  };
  Row& row_of(const std::string& item);
  void on_error(Row& row, const core::Error& error);
  void on_finished(Row& row, const core::RunFinished& finished);
  [[nodiscard]] std::vector<const Row*> sorted() const;
  [[nodiscard]] std::string counts() const;

  bool begun_ = false;  // some item has been heard of
  std::vector<Row> rows_;
  std::map<std::string, std::size_t> places_;  // of an item in rows_
};

}  // namespace spool::cli
