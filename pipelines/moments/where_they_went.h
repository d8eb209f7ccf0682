// Counts where moments go on their way to the film, for the error that is due when none is left.
#pragma once

#include "core/error.h"
#include "pipelines/moments/match.h"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace spool::pipelines {

class WhereTheyWent {
 public:
  void read(std::size_t count) { read_ += count; }
  void not_kept(const Condition& by, const MomentFields& moment);
  void merged(std::size_t count) { merged_ += count; }
  void passed_over(std::size_t count) { passed_over_ += count; }

  /// "no moment is left: 24 read: 20 not kept by tag, 4 longer than the budget".
  [[nodiscard]] core::Error none_left(const core::Place& place) const;

 private:
  struct NotKept {
    std::size_t count = 0;
    std::map<std::string, std::size_t> values;  ///< that the moments have instead
  };
  [[nodiscard]] std::string hint() const;

  std::size_t read_ = 0, merged_ = 0, passed_over_ = 0;
  std::map<std::string, NotKept> by_field_;
  std::vector<std::string> columns_;  ///< of the first moment that has any
};

}  // namespace spool::pipelines
