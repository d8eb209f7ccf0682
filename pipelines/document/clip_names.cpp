#include "pipelines/document/clip_names.h"

#include "pipelines/document/interpolation.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace spool::pipelines {
namespace {

std::vector<const Template*> templates_of(const Effect& effect) {
  std::vector<const Template*> all;
  if (const auto* title = std::get_if<Title>(&effect.what)) all.push_back(&title->text);
  if (const auto* filter = std::get_if<RawFilter>(&effect.what)) {
    if (filter->video) all.push_back(&*filter->video);
    if (filter->audio) all.push_back(&*filter->audio);
  }
  return all;
}

}  // namespace

core::Error no_moment(std::string_view name) {
  const std::string written(name);
  return {"document.unknown_name", "`${" + written + "}` has no value here: the clip is a whole input, not a moment",
          "cut moments out of the input, or say what to write instead: `${" + written + "|…}`", {}};
}

void tell_names_without_moment(Reading& reading, const Document& document) {
  std::set<std::string_view> whole;  // what leads to an input by effects alone
  for (const Input& input : document.inputs) whole.insert(input.name);
  for (const Step& step : document.steps) {  // each stands after what it needs
    const auto* apply = std::get_if<Apply>(&step.what);
    if (apply == nullptr || !whole.contains(apply->source.value)) continue;
    whole.insert(step.name);
    if (apply->when || apply->only) continue;  // the effects may be applied to nothing
    for (const Effect& effect : apply->effects) {
      for (const Template* text : templates_of(effect)) {
        for (const NameUse& use : names_used(text->text)) {
          const auto& names = clip_names();
          if (use.has_default || std::ranges::find(names, use.name) == names.end()) continue;
          const core::Error error = no_moment(use.name);
          reading.fault(error.code, text->place, error.message, error.hint);
        }
      }
    }
  }
}

}  // namespace spool::pipelines
