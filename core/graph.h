// What is to be done and what has been: a directed acyclic graph of jobs as pure state. No clock, no I/O, no
// callbacks. Built once (add ... then check), then driven: pop what is ready, finish what ran. Cheap for a
// million jobs.
#pragma once

#include "core/error.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace spool::core {

using JobIndex = std::uint32_t;  ///< counts from 0 in the order of `add`

class Graph {
 public:
  using JobName = std::function<std::string(JobIndex)>;
  static std::string default_name(JobIndex job) { return "job " + std::to_string(job); }

  enum class State : std::uint8_t {
    waiting,  ///< something it needs is not done
    ready,    ///< can start
    running,  ///< popped, not finished
    succeeded,
    failed,
    skipped,  ///< something it needs has failed or was skipped
  };

  /// What one finished job changes for others.
  struct Finished {
    std::vector<JobIndex> ready;    ///< can start now
    std::vector<JobIndex> skipped;  ///< will never start; `because_of` names the job that failed
  };

  static constexpr std::size_t everything = ~std::size_t{0};

  /// Adds a job that can start when all of `needs` have succeeded. They may name jobs that are added later.
  /// `cost`: among those ready the dearest starts first (any unit, the same for all).
  JobIndex add(std::span<const JobIndex> needs, double cost);
  /// Before `check`: the job has succeeded already, in an earlier session or from the cache. It is never
  /// popped.
  void assume_succeeded(JobIndex job);
  /// Ends the building: from now on jobs can be popped. An error (`plan.unknown_job`, `plan.cycle` with the
  /// path printed) leaves nothing ready. Call it once. `name` says what a job is called in the message. Looks
  /// at all of it: a plan of a hundred thousand jobs belongs on a helper thread (core/blocking.h).
  Result<void> check(const JobName& name = default_name);

  [[nodiscard]] std::size_t size() const { return jobs_.size(); }
  [[nodiscard]] bool has_ready() const { return !ready_.empty(); }
  [[nodiscard]] std::size_t count(State state) const { return counts_[static_cast<std::size_t>(state)]; }
  [[nodiscard]] State state(JobIndex job) const { return jobs_[job].state; }
  [[nodiscard]] double cost(JobIndex job) const { return jobs_[job].cost; }
  [[nodiscard]] std::span<const JobIndex> needs(JobIndex job) const;
  /// Of a skipped job: the failed one at the root of it. Of another: itself.
  [[nodiscard]] JobIndex because_of(JobIndex job) const;
  /// All jobs have ended (succeeded, failed or skipped).
  [[nodiscard]] bool done() const;

  /// The dearest ready job (the lowest index of several alike), now running. There must be one.
  JobIndex pop();
  /// A running job has ended. What that changes for others is given, but looks at `most` of the edges between
  /// them at a time, so that a job that a million wait for does not hold up the event loop: the rest comes by
  /// `spread`.
  Finished finish(JobIndex job, bool ok, std::size_t most = everything);
  /// Something that `finish` has set off is left to be done.
  [[nodiscard]] bool spreading() const { return !open_.empty(); }
  Finished spread(std::size_t most = everything);
  /// A running job was interrupted: it is ready again, as if it had never been popped.
  void put_back(JobIndex job);

 private:
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  struct Job {
    double cost = 0;
    std::uint32_t first_need = 0;          ///< its needs: edges_[first_need] up to the next job's
    std::uint32_t first_dependant = none;  ///< head of the chain of edges that need it
    std::uint32_t unmet = 0;
    JobIndex cause = none;
    State state = State::waiting;
  };

  static_assert(sizeof(Job) + sizeof(JobIndex) <= 100,
                "a million jobs are to be cheap (an edge takes 12 bytes more)");

  /// Edges to dependants that `spread` has yet to look at.
  struct Open {
    std::uint32_t edge;
    JobIndex cause;  ///< the dependants are skipped because of it; none: the job has succeeded
  };

  /// Orders the heap of ready jobs: true where `a` starts after `b`.
  struct Later {
    const Graph& graph;
    bool operator()(JobIndex a, JobIndex b) const;
  };

  [[nodiscard]] Result<void> link(const JobName& name);
  [[nodiscard]] std::vector<JobIndex> find_cycle() const;
  void move(JobIndex job, State to);
  void make_ready(JobIndex job);
  void meet(JobIndex dependant, Finished& changed);
  void skip(JobIndex dependant, JobIndex cause, Finished& changed);
  template <class Each>
  void for_each_dependant(JobIndex job, Each each) const;

  std::vector<Job> jobs_;
  std::vector<JobIndex> needs_;             ///< by edge: what is needed
  std::vector<JobIndex> dependants_;        ///< by edge: who needs it
  std::vector<std::uint32_t> next_edge_;    ///< by edge: the next edge that needs the same job
  std::vector<JobIndex> ready_;             ///< a heap, the dearest first
  std::vector<Open> open_;                  ///< a stack
  std::array<std::size_t, 6> counts_ = {};  ///< by state
};

}  // namespace spool::core
