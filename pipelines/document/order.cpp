// Which step comes after which: by names alone, circles told with their path.
#include "pipelines/document/read_parts.h"

#include <algorithm>
#include <map>

namespace spool::pipelines {
namespace {

std::vector<std::string> needs_of(const Step& step) {
  std::vector<std::string> names;
  if (const auto* apply = std::get_if<Apply>(&step.what)) names.push_back(apply->source.value);
  if (const auto* concat = std::get_if<Concat>(&step.what)) {
    for (const ConcatItem& item : concat->items) {
      for (const auto& name : item.each) names.push_back(name.value);
    }
  }
  return names;
}

/// Depth first over the steps, without recursion: a chain of steps may be long.
class Order {
 public:
  Order(Reading& reading, const std::vector<Step>& steps)
      : reading_(reading), steps_(steps), states_(steps.size(), State::unseen) {
    for (std::size_t i = 0; i < steps.size(); ++i) index_.emplace(steps[i].name, i);
  }

  std::vector<std::size_t> found() {
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      if (states_[i] == State::unseen) walk(i);
    }
    return order_;
  }

 private:
  enum class State { unseen, open, done };
  struct Level {
    std::size_t step = 0;
    std::vector<std::string> needs;
    std::size_t next = 0;
  };

  void enter(std::size_t step) {
    states_[step] = State::open;
    path_.push_back({step, needs_of(steps_[step]), 0});
  }

  void walk(std::size_t start) {
    enter(start);
    while (!path_.empty()) {
      Level& level = path_.back();
      if (level.next == level.needs.size()) {
        states_[level.step] = State::done;
        order_.push_back(level.step);
        path_.pop_back();
        continue;
      }
      const auto needed = index_.find(level.needs[level.next++]);
      if (needed == index_.end() || states_[needed->second] == State::done) continue;
      if (states_[needed->second] == State::open) {
        tell_circle(needed->second);
      } else {
        enter(needed->second);
      }
    }
  }

  void tell_circle(std::size_t again) {
    std::string path;
    bool inside = false;
    for (const Level& level : path_) {
      inside = inside || level.step == again;
      if (inside) path += steps_[level.step].name + " → ";
    }
    reading_.fault("document.cycle", steps_[again].place,
                   "steps need each other: " + path + steps_[again].name,
                   "let one of them begin with an input or with `cut: moments`");
  }

  Reading& reading_;
  const std::vector<Step>& steps_;
  std::map<std::string, std::size_t, std::less<>> index_;
  std::vector<State> states_;
  std::vector<Level> path_;
  std::vector<std::size_t> order_;
};

/// Steps that no output needs, directly or through others.
void warn_of_unused(Reading& reading, const std::vector<Step>& sorted,
                    const std::vector<OutputSpec>& outputs) {
  std::map<std::string, bool, std::less<>> used;
  for (const OutputSpec& output : outputs) used[output.from.value] = true;
  for (auto step = sorted.rbegin(); step != sorted.rend(); ++step) {
    if (!used[step->name]) {
      reading.warn("document.unused_step", step->place,
                   "no output uses the step `" + step->name + "`: it is not rendered",
                   "name it in `output`, in a `concat` or in an `effect`");
      continue;
    }
    for (const std::string& name : needs_of(*step)) used[name] = true;
  }
}

}  // namespace

std::vector<Step> in_order(Reading& reading, std::vector<Step> steps,
                           const std::vector<OutputSpec>& outputs) {
  std::vector<Step> sorted;
  for (const std::size_t step : Order(reading, steps).found()) sorted.push_back(steps[step]);
  warn_of_unused(reading, sorted, outputs);
  return sorted;
}

}  // namespace spool::pipelines
