#include "pipelines/moments/merging.h"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>

namespace spool::pipelines {
namespace {

/// One moment that grows by those that it takes in.
class Group {
 public:
  explicit Group(Moment first) : moment_(std::move(first)) {
    if (!moment_.label.empty()) labels_.insert(moment_.label);
    tags_.insert(moment_.tags.begin(), moment_.tags.end());
  }

  [[nodiscard]] bool reaches(const Moment& next, core::Rational nearest) const {
    return next.from <= moment_.to + nearest;
  }

  void take(Moment next) {
    moment_.to = std::max(moment_.to, next.to);
    if (next.rating && (!moment_.rating || *moment_.rating < *next.rating)) moment_.rating = next.rating;
    if (!next.label.empty() && labels_.insert(next.label).second)
      moment_.label += (moment_.label.empty() ? "" : " / ") + next.label;
    for (std::string& tag : next.tags)
      if (tags_.insert(tag).second) moment_.tags.push_back(std::move(tag));
  }

  Moment done() && { return std::move(moment_); }

 private:
  Moment moment_;
  std::unordered_set<std::string> labels_, tags_;
};

}  // namespace

std::vector<Moment> merged(std::vector<Moment> moments, core::Rational nearest) {
  std::stable_sort(moments.begin(), moments.end(),
                   [](const Moment& a, const Moment& b) { return a.from < b.from; });
  std::vector<Moment> result;
  std::optional<Group> group;
  for (Moment& moment : moments) {
    if (group && group->reaches(moment, nearest)) {
      group->take(std::move(moment));
      continue;
    }
    if (group) result.push_back(std::move(*group).done());
    group.emplace(std::move(moment));
  }
  if (group) result.push_back(std::move(*group).done());
  return result;
}

}  // namespace spool::pipelines
