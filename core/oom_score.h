// When memory runs out, the kernel is to end a child and not us: children have a raised oom_score_adj. They
// inherit it. For them to write it themselves takes 13 us of each child's start, as /proc knows nothing of a
// new process yet; our own file is open already: 1 us. Source: CONTRACT, "Signals" (how children start).
#pragma once

#include "core/unique_fd.h"

#include <string>

namespace spool::core {

/// One thread only. Without /proc it does nothing: a wish, not a need.
class OomScore {
 public:
  OomScore();

  /// Ours is the children's as long as this lives: while one is started.
  class Raised {
   public:
    explicit Raised(const OomScore& score);
    Raised(const Raised&) = delete;
    Raised& operator=(const Raised&) = delete;
    ~Raised();

   private:
    const OomScore& score_;
  };

 private:
  UniqueFd file_;
  std::string own_;  ///< as /proc shows it
};

}  // namespace spool::core
