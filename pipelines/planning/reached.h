// What a film is made of, by following the names of its document: known before any input is. Pure.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "pipelines/document/document.h"
#include "pipelines/planning/source.h"

namespace spool::pipelines {

struct Reached {
  using Names = std::set<std::string, std::less<>>;
  Names steps;
  Names shown;       ///< inputs whose clips the film can show
  Names laid_over;   ///< inputs drawn on others
};

/// `name`: a step or an input. What is reached is added.
void add_reached(const Document& document, const std::string& name, Reached& reached);

/// The sources that a film shows, in order of declaration, as far as they are known: an input that cannot be used is told by
/// itself, and hides nothing that does not depend on it.
struct UsedSources {
  std::vector<const Source*> known;
  bool all_known = true;
  bool first_known = true;   ///< what is taken from the first source can be: none of the inputs before it is unknown
};

UsedSources sources_of(const Document& document, const Reached& reached, const Sources& sources);

}  // namespace spool::pipelines
