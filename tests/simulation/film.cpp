#include "tests/simulation/film.h"

#include <utility>

namespace spool::simulation {

Film::Film(std::string given, Dice& dice, bool with_bad_jobs) : name(std::move(given)) {
  const std::size_t count = 1 + dice.below(8);
  for (std::size_t i = 0; i < count; ++i) {
    FilmJob job;
    job.cost = static_cast<double>(dice.below(4));
    job.bad = with_bad_jobs && dice.chance(20);
    job.content = Dice::mixed(i + 1);
    for (core::JobIndex need = 0; need < i; ++need) {
      if (!dice.chance(30)) continue;
      job.needs.push_back(need);
      job.content = Dice::mixed(job.content ^ jobs[need].content);
    }
    jobs.push_back(std::move(job));
  }
}

core::FilmPlanned Film::planned() const {
  core::FilmPlanned told;
  told.item = name;
  told.pipeline = "simulated";
  for (core::JobIndex i = 0; i < jobs.size(); ++i) {
    core::PlannedJob job;
    job.id = id_of(i);
    job.kind = "clip";
    told.jobs.push_back(std::move(job));
  }
  return told;
}

core::Graph Film::graph() const {
  core::Graph graph;
  for (const FilmJob& job : jobs) graph.add(job.needs, job.cost);
  return graph;
}

}  // namespace spool::simulation
