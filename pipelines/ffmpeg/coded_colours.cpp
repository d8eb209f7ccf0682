#include "pipelines/ffmpeg/coded_colours.h"

#include <array>
#include <optional>
#include <span>
#include <string_view>

namespace spool::pipelines {
namespace {

/// By ffmpeg's name for it. Those that colour_of takes where a source says nothing, and what goes with them in films.
struct Coded {
  std::string_view name;
  int number;
};
constexpr std::array<Coded, 5> primaries = {{{"bt709", 1}, {"bt470bg", 5}, {"smpte170m", 6}, {"smpte240m", 7}, {"bt2020", 9}}};
constexpr std::array<Coded, 6> transfers = {
    {{"bt709", 1}, {"smpte170m", 6}, {"smpte240m", 7}, {"bt2020-10", 14}, {"smpte2084", 16}, {"arib-std-b67", 18}}};
constexpr std::array<Coded, 6> matrices = {
    {{"bt709", 1}, {"fcc", 4}, {"bt470bg", 5}, {"smpte170m", 6}, {"smpte240m", 7}, {"bt2020nc", 9}}};
constexpr std::array<Coded, 2> ranges = {{{"tv", 0}, {"pc", 1}}};

std::optional<int> number_of(std::span<const Coded> known, std::string_view name) {
  for (const Coded& coded : known) {
    if (coded.name == name) return coded.number;
  }
  return std::nullopt;
}

}  // namespace

std::string colours_into_packets(const VideoStream& source, const FilmColour& film) {
  std::string options;
  const auto say = [&](const std::string& said, std::string_view option, std::span<const Coded> known, std::string_view name) {
    const std::optional<int> number = number_of(known, name);
    if (!said.empty() || !number) return;
    options += (options.empty() ? "=" : ":") + std::string(option) + "=" + std::to_string(*number);
  };
  say(source.color_primaries, "colour_primaries", primaries, film.primaries);
  say(source.color_transfer, "transfer_characteristics", transfers, film.transfer);
  say(source.color_matrix, "matrix_coefficients", matrices, film.matrix);
  say(source.color_range, "video_full_range_flag", ranges, film.range);
  return options.empty() ? "" : source.codec + "_metadata" + options;
}

}  // namespace spool::pipelines
