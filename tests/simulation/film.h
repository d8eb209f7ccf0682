// What is to be made: jobs that need each other, and the content that each has to have, whoever makes it and
// however often it is begun anew.
#pragma once

#include "core/graph.h"
#include "tests/simulation/world.h"

#include <cstddef>
#include <string>
#include <vector>

namespace spool::simulation {

struct FilmJob {
  std::vector<core::JobIndex> needs;
  double cost = 0;
  bool bad = false;  ///< fails whenever it is tried
  Content content = 0;
};

struct Film {
  Film(std::string given, Dice& dice, bool with_bad_jobs);

  [[nodiscard]] std::string id_of(core::JobIndex job) const { return name + std::to_string(job); }
  [[nodiscard]] std::string file_of(core::JobIndex job) const { return id_of(job) + ".out"; }
  [[nodiscard]] core::FilmPlanned planned() const;
  [[nodiscard]] core::Graph graph() const;

  std::string name;
  std::vector<FilmJob> jobs;
};

}  // namespace spool::simulation
