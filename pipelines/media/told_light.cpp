#include "pipelines/media/told_light.h"

#include <array>
#include <charconv>
#include <optional>
#include <string_view>

namespace spool::pipelines {
namespace {

/// `most` is far below what would overflow on the way.
std::optional<Rational> stepped(const Fields& side, std::string_view key, std::int64_t steps, std::int64_t most) {
  const std::optional<Rational> value = Rational::parse(field(side, key));
  if (!value || *value < Rational(0) || *value > Rational(most)) return std::nullopt;
  return Rational((*value * steps).round_half_up(), steps);
}

std::vector<Rational> display_in(const Fields& side) {
  static constexpr std::array<std::string_view, 8> places = {"red_x",  "red_y",  "green_x",       "green_y",
                                                             "blue_x", "blue_y", "white_point_x", "white_point_y"};
  std::vector<Rational> display;
  for (const std::string_view place : places) {
    const auto value = stepped(side, place, 50'000, 1);
    if (!value) return {};
    display.push_back(*value);
  }
  const auto least = stepped(side, "min_luminance", 10'000, 10'000), most = stepped(side, "max_luminance", 10'000, 10'000);
  if (!least || !most || *least >= *most) return {};
  display.push_back(*least);
  display.push_back(*most);
  return display;
}

/// As HEVC has room for it.
int nits(const Fields& side, std::string_view key) {
  const std::string_view text = field(side, key);
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  constexpr int most = 65'535;
  return value < 0 || value > most ? 0 : value;
}

}  // namespace

ToldLight light_in(const std::vector<Fields>& side_data) {
  ToldLight light;
  for (const Fields& side : side_data) {
    const std::string_view type = field(side, "side_data_type");
    if (type == "Mastering display metadata") light.display = display_in(side);
    if (type != "Content light level metadata") continue;
    light.brightest = nits(side, "max_content");
    light.average = nits(side, "max_average");
  }
  return light;
}

bool may_tell_of_light(const Media& media) {
  if (!media.has_picture() || media.is_still() || !media.video.front().hdr()) return false;
  const ToldLight& light = media.video.front().light;
  return light.display.empty() || light.brightest == 0;
}

void take_light(Media& media, const FfprobeOutput& frames) {
  const ToldLight told = light_in(frames.side_data_of_first_frame());
  ToldLight& light = media.video.front().light;
  if (light.display.empty()) light.display = told.display;
  if (light.brightest > 0 || light.average > 0) return;
  light.brightest = told.brightest;
  light.average = told.average;
}

}  // namespace spool::pipelines
