// What the world has yet to do: children to end, groups to write, files to sync. Which comes next is the
// dice's.
#pragma once

#include "tests/simulation/dice.h"

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

namespace spool::simulation {

class Agenda {
 public:
  explicit Agenda(Dice& dice) : dice_(dice) {}

  void later(std::function<void()> thing) { things_.push_back(std::move(thing)); }
  [[nodiscard]] bool empty() const { return things_.empty(); }

  /// Does one thing. There must be one.
  void step() {
    std::swap(things_[dice_.below(things_.size())], things_.back());
    const std::function<void()> thing = std::move(things_.back());
    things_.pop_back();
    thing();
  }

 private:
  Dice& dice_;
  std::vector<std::function<void()>> things_;
};

}  // namespace spool::simulation
