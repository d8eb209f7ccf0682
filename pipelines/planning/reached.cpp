#include "pipelines/planning/reached.h"

#include <algorithm>
#include <variant>

namespace spool::pipelines {
namespace {

void add_inputs(const Moments& moments, Reached& reached) {
  for (const MomentBlock& block : moments.blocks) {
    if (!block.of.value.empty()) reached.shown.insert(block.of.value);
  }
}

struct Follow {
  const Document& document;
  Reached& reached;

  void operator()(const Cut& cut) const {
    if (cut.of_moments && document.moments) add_inputs(*document.moments, reached);
    if (!cut.of_moments && !cut.input.value.empty()) reached.shown.insert(cut.input.value);
    if (cut.at) add_inputs(*cut.at, reached);
  }
  void operator()(const Apply& apply) const {
    for (const Effect& effect : apply.effects) {
      if (const auto* overlay = std::get_if<Overlay>(&effect.what)) reached.laid_over.insert(overlay->image.value);
    }
    add_reached(document, apply.source.value, reached);
  }
  void operator()(const Concat& concat) const {
    for (const ConcatItem& item : concat.items) {
      for (const auto& part : item.each) add_reached(document, part.value, reached);
    }
  }
};

}  // namespace

void add_reached(const Document& document, const std::string& name, Reached& reached) {
  const auto step = std::ranges::find(document.steps, name, &Step::name);
  if (step == document.steps.end()) {
    reached.shown.insert(name);
    return;
  }
  if (reached.steps.insert(name).second) std::visit(Follow{document, reached}, step->what);
}

UsedSources sources_of(const Document& document, const Reached& reached, const Sources& sources) {
  UsedSources used;
  bool is_first_found = false;
  for (const Input& input : document.inputs) {
    if (!reached.shown.contains(input.name) || sources.why_bad(input.name) != nullptr) continue;
    const Source* source = sources.find(input.name);
    if (source == nullptr) {
      used.all_known = false;
      used.first_known = used.first_known && is_first_found;
    } else {
      used.known.push_back(source);
      is_first_found = is_first_found || source->has_moving_picture();
    }
  }
  return used;
}

}  // namespace spool::pipelines
