#include "pipelines/planning/effect_rules.h"

#include <utility>
#include <variant>

namespace spool::pipelines {
namespace {

struct Check {
  const Sources& sources;
  const Capabilities& ffmpeg;
  TitleLayout& titles;
  bool is_reached;
  core::Errors& errors;

  void operator()(const RawFilter& raw) const {
    if (raw.video) check_chain(*raw.video);
    if (raw.audio) check_chain(*raw.audio);
  }
  void operator()(const Title& title) const {
    if (!is_reached || !title.font) return;
    const auto font = titles.find_font(title.font->value);
    if (font) return;
    core::Error error = font.error();
    error.place = title.font->place;
    errors.push_back(std::move(error));
  }
  void operator()(const Overlay& overlay) const {
    const Source* image = is_reached ? sources.find(overlay.image.value) : nullptr;
    if (image != nullptr && !image->media->is_still()) errors.push_back(not_a_picture(overlay));
  }
  template <class Other>
  void operator()(const Other& /*names nothing*/) const {}

 private:
  void check_chain(const Template& chain) const {
    auto unknown = unknown_filter(chain.text, ffmpeg);
    if (!unknown) return;
    unknown->place = chain.place;
    errors.push_back(std::move(*unknown));
  }
};

}  // namespace

core::Errors check_effects(const Document& document, const Reached& reached, const Sources& sources, const Capabilities& ffmpeg,
                           TitleLayout& titles) {
  core::Errors errors;
  for (const Step& step : document.steps) {
    const auto* apply = std::get_if<Apply>(&step.what);
    if (apply == nullptr) continue;
    const Check check{sources, ffmpeg, titles, reached.steps.contains(step.name), errors};
    for (const Effect& effect : apply->effects) std::visit(check, effect.what);
  }
  return errors;
}

core::Error not_a_picture(const Overlay& overlay) {
  return {"document.not_a_picture", "`" + overlay.image.value + "` is not a picture", "give an input that is an image (png, jpeg, webp)",
          overlay.image.place};
}

}  // namespace spool::pipelines
