#include "core/graph.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace spool::core {

JobIndex Graph::add(std::span<const JobIndex> needs, double cost) {
  Job job;
  job.cost = std::isnan(cost) ? 0 : cost;
  job.first_need = static_cast<std::uint32_t>(needs_.size());
  needs_.insert(needs_.end(), needs.begin(), needs.end());
  jobs_.push_back(job);
  ++counts_[static_cast<std::size_t>(State::waiting)];
  return static_cast<JobIndex>(jobs_.size() - 1);
}

void Graph::assume_succeeded(JobIndex job) { move(job, State::succeeded); }

std::span<const JobIndex> Graph::needs(JobIndex job) const {
  const std::size_t first = jobs_[job].first_need;
  const std::size_t end = job + 1 < jobs_.size() ? jobs_[job + 1].first_need : needs_.size();
  return std::span<const JobIndex>(needs_).subspan(first, end - first);
}

Result<void> Graph::check(const JobName& name) {
  if (auto linked = link(name); !linked) return linked;
  if (const std::vector<JobIndex> cycle = find_cycle(); !cycle.empty()) {
    std::string path;
    for (const JobIndex job : cycle) path += name(job) + " -> ";
    return Error{"plan.cycle", "jobs wait for each other: " + path + name(cycle.front()), "", {}};
  }
  for (JobIndex job = 0; job < jobs_.size(); ++job) {
    if (jobs_[job].state == State::succeeded) {
      for_each_dependant(job, [&](JobIndex dependant) { --jobs_[dependant].unmet; });
    }
  }
  for (JobIndex job = 0; job < jobs_.size(); ++job) {
    if (jobs_[job].unmet == 0 && jobs_[job].state == State::waiting) make_ready(job);
  }
  return {};
}

/// Chains the edges by the job that they need, so that a finished job finds those who wait for it.
Result<void> Graph::link(const JobName& name) {
  next_edge_.assign(needs_.size(), none);
  dependants_.resize(needs_.size());
  for (JobIndex job = 0; job < jobs_.size(); ++job) {
    const std::span<const JobIndex> needed = needs(job);
    jobs_[job].unmet = static_cast<std::uint32_t>(needed.size());
    for (std::uint32_t edge = jobs_[job].first_need; const JobIndex need : needed) {
      if (need >= jobs_.size()) {
        return Error{"plan.unknown_job", name(job) + " needs a job that does not exist", "", {}};
      }
      dependants_[edge] = job;
      next_edge_[edge] = jobs_[need].first_dependant;
      jobs_[need].first_dependant = edge;
      ++edge;
    }
  }
  return {};
}

/// Takes jobs away as if they were done; those that cannot be taken hold a cycle, which any walk along their
/// needs finds.
std::vector<JobIndex> Graph::find_cycle() const {
  std::vector<std::uint32_t> unmet(jobs_.size());
  std::vector<JobIndex> free;
  for (JobIndex job = 0; job < jobs_.size(); ++job) {
    unmet[job] = jobs_[job].unmet;
    if (unmet[job] == 0) free.push_back(job);
  }
  std::size_t taken = 0;
  for (; !free.empty(); ++taken) {
    const JobIndex job = free.back();
    free.pop_back();
    for_each_dependant(job, [&](JobIndex dependant) {
      if (--unmet[dependant] == 0) free.push_back(dependant);
    });
  }
  if (taken == jobs_.size()) return {};

  const auto stuck = [&](JobIndex job) { return unmet[job] > 0; };
  JobIndex at = 0;
  while (!stuck(at)) ++at;
  std::vector<JobIndex> path;
  std::vector<bool> seen(jobs_.size());
  while (!seen[at]) {
    seen[at] = true;
    path.push_back(at);
    at = *std::ranges::find_if(needs(at), stuck);
  }
  path.erase(path.begin(), std::ranges::find(path, at));
  return path;
}

JobIndex Graph::because_of(JobIndex job) const { return jobs_[job].cause == none ? job : jobs_[job].cause; }

bool Graph::done() const {
  return count(State::succeeded) + count(State::failed) + count(State::skipped) == jobs_.size();
}

JobIndex Graph::pop() {
  std::ranges::pop_heap(ready_, Later{*this});
  const JobIndex job = ready_.back();
  ready_.pop_back();
  move(job, State::running);
  return job;
}

Graph::Finished Graph::finish(JobIndex job, bool ok, std::size_t most) {
  move(job, ok ? State::succeeded : State::failed);
  if (jobs_[job].first_dependant != none) open_.push_back({jobs_[job].first_dependant, ok ? none : job});
  return spread(most);
}

Graph::Finished Graph::spread(std::size_t most) {
  Finished changed;
  for (std::size_t looked_at = 0; !open_.empty() && looked_at < most; ++looked_at) {
    Open& open = open_.back();
    const JobIndex dependant = dependants_[open.edge];
    const JobIndex cause = open.cause;
    open.edge = next_edge_[open.edge];
    if (open.edge == none) open_.pop_back();
    if (jobs_[dependant].state != State::waiting) continue;
    if (cause == none) {
      meet(dependant, changed);
    } else {
      skip(dependant, cause, changed);
    }
  }
  std::ranges::sort(changed.skipped);
  return changed;
}

/// Something that it needs has succeeded.
void Graph::meet(JobIndex dependant, Finished& changed) {
  if (--jobs_[dependant].unmet > 0) return;
  make_ready(dependant);
  changed.ready.push_back(dependant);
}

void Graph::skip(JobIndex dependant, JobIndex cause, Finished& changed) {
  Job& job = jobs_[dependant];
  job.cause = cause;
  move(dependant, State::skipped);
  changed.skipped.push_back(dependant);
  if (job.first_dependant != none) open_.push_back({job.first_dependant, cause});
}

void Graph::put_back(JobIndex job) { make_ready(job); }

void Graph::move(JobIndex job, State to) {
  --counts_[static_cast<std::size_t>(jobs_[job].state)];
  ++counts_[static_cast<std::size_t>(to)];
  jobs_[job].state = to;
}

void Graph::make_ready(JobIndex job) {
  move(job, State::ready);
  ready_.push_back(job);
  std::ranges::push_heap(ready_, Later{*this});
}

bool Graph::Later::operator()(JobIndex a, JobIndex b) const {
  const double cost_a = graph.jobs_[a].cost;
  const double cost_b = graph.jobs_[b].cost;
  return cost_a < cost_b || (cost_a == cost_b && a > b);
}

template <class Each>
void Graph::for_each_dependant(JobIndex job, Each each) const {
  for (std::uint32_t edge = jobs_[job].first_dependant; edge != none; edge = next_edge_[edge])
    each(dependants_[edge]);
}

}  // namespace spool::core
