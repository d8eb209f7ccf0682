#include "pipelines/document/values.h"

#include "core/ascii.h"
#include "pipelines/document/languages.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace spool::pipelines {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_hex(char c) { return core::is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

template <class Word>
std::optional<Word> word_at(const std::vector<std::string>& words, std::string_view text) {
  const auto found = std::find(words.begin(), words.end(), text);
  if (found == words.end()) return std::nullopt;
  return static_cast<Word>(found - words.begin());
}

std::optional<int> side(std::string_view text) {
  constexpr int least = 16;
  constexpr int most = 16384;
  const auto pixels = parse_whole(text);
  if (!pixels || *pixels < least || *pixels > most || *pixels % 2 != 0) return std::nullopt;
  return pixels;
}

/// What `29.97` and its like mean: the nearest n·1000/1001 that rounds to the decimals given.
std::optional<Rational> ntsc_rate(std::string_view text, Rational written) {
  const auto point = text.find('.');
  if (point == std::string_view::npos) return std::nullopt;
  const auto decimals = static_cast<int>(text.size() - point - 1);
  if (decimals < 2 || decimals > 9) return std::nullopt;
  const Rational meant(written.ceil() * 1000, 1001);
  // Cut off (29.97, 23.976) or rounded (23.98): both are in use.
  const std::string exact = meant.to_decimal(decimals);
  const std::string longer = meant.to_decimal(decimals + 1);
  if (exact != text && longer.substr(0, longer.size() - 1) != text) return std::nullopt;
  return meant;
}

}  // namespace

bool is_address(std::string_view path) { return path.find("://") != std::string_view::npos; }

bool begins_at_home(std::string_view path) { return path.starts_with('~') && path.find('/') != std::string_view::npos; }

std::optional<Rational> parse_number(std::string_view text) {
  std::string_view digits = text;
  if (digits.starts_with('-')) digits.remove_prefix(1);
  const auto point = digits.find('.');
  const std::string_view whole = digits.substr(0, point);
  const std::string_view part = point == std::string_view::npos ? "" : digits.substr(point + 1);
  constexpr std::size_t most = 9;
  if (whole.size() > most || part.size() > most ||
      digits.find_first_not_of("0123456789.") != std::string_view::npos) {
    return std::nullopt;
  }
  return Rational::parse(text);
}

std::optional<int> parse_whole(std::string_view text) {
  const auto number = parse_number(text);
  if (!number || !number->is_integer() || text.find('.') != std::string_view::npos) return std::nullopt;
  return static_cast<int>(number->num());
}

std::optional<Rational> parse_share(std::string_view text) {
  if (text.ends_with('%')) {
    const auto percent = parse_number(text.substr(0, text.size() - 1));
    return percent ? std::optional<Rational>(*percent / Rational(100)) : std::nullopt;
  }
  if (const auto slash = text.find('/'); slash != std::string_view::npos) {
    const auto above = parse_whole(text.substr(0, slash));
    const auto below = parse_whole(text.substr(slash + 1));
    if (!above || !below || *below <= 0) return std::nullopt;
    return Rational(*above, *below);
  }
  return parse_number(text);
}

std::optional<Rational> parse_rate(std::string_view text) {
  if (text.ends_with("fps")) text.remove_suffix(3);
  while (text.ends_with(' ')) text.remove_suffix(1);
  if (text.ends_with('%')) return std::nullopt;
  const auto written = parse_share(text);
  if (!written || *written < Rational(1) || *written > Rational(1000)) return std::nullopt;
  if (const auto meant = ntsc_rate(text, *written)) return meant;
  return written;
}

std::optional<SizeRule> parse_size(std::string_view text) {
  SizeRule size;
  if (text.ends_with('p')) {
    const auto shorter = side(text.substr(0, text.size() - 1));
    if (!shorter) return std::nullopt;
    size.short_side = *shorter;
    return size;
  }
  const auto times = text.find('x');
  if (times == std::string_view::npos) return std::nullopt;
  const auto width = side(text.substr(0, times));
  const auto height = side(text.substr(times + 1));
  if (!width || !height) return std::nullopt;
  size.width = *width;
  size.height = *height;
  return size;
}

std::optional<Extent> parse_extent(std::string_view text) {
  Extent extent;
  constexpr int most_pixels = 16384;
  constexpr int most_percent = 1000;
  extent.percent = text.ends_with('%');
  if (extent.percent) text.remove_suffix(1);
  if (text.ends_with("px")) text.remove_suffix(2);
  const auto number = parse_number(text);
  const Rational most = extent.percent ? most_percent : most_pixels;
  if (!number || *number <= Rational(0) || *number > most) return std::nullopt;
  extent.value = *number;
  return extent;
}

std::optional<Volume> parse_volume(std::string_view text) {
  constexpr int most_decibels = 60;
  constexpr int least_decibels = -120;
  constexpr int most_factor = 1000;
  Volume volume;
  const std::string folded = core::lower(text);
  volume.decibels = folded.ends_with("db");
  if (!volume.decibels) {
    const auto factor = parse_share(text);
    if (!factor || *factor < Rational(0) || *factor > Rational(most_factor)) return std::nullopt;
    volume.value = *factor;
    return volume;
  }
  std::string_view number = text.substr(0, text.size() - 2);
  while (number.ends_with(' ')) number.remove_suffix(1);
  if (number.starts_with('+')) number.remove_prefix(1);
  const auto decibels = parse_number(number);
  if (!decibels || *decibels < Rational(least_decibels) || *decibels > Rational(most_decibels))
    return std::nullopt;
  volume.value = *decibels;
  return volume;
}

std::optional<std::string> parse_color(std::string_view text) {
  const auto at = text.find('@');
  const std::string_view base = text.substr(0, at);
  if (at != std::string_view::npos) {
    const auto opacity = parse_number(text.substr(at + 1));
    if (!opacity || *opacity < Rational(0) || *opacity > Rational(1)) return std::nullopt;
  }
  const std::string opacity = at == std::string_view::npos ? std::string() : std::string(text.substr(at));
  const bool hash = base.starts_with('#');
  if (hash || base.starts_with("0x")) {
    const std::string_view digits = base.substr(hash ? 1 : 2);
    const bool fits = digits.size() == 6 || (digits.size() == 8 && opacity.empty());
    if (!fits || !std::all_of(digits.begin(), digits.end(), is_hex)) return std::nullopt;
    return "0x" + std::string(digits) + opacity;
  }
  const std::string name = core::lower(base);
  if (!std::binary_search(color_words().begin(), color_words().end(), name)) return std::nullopt;
  return name + opacity;
}

std::optional<std::string> parse_bitrate(std::string_view text) {
  std::string_view digits = text;
  Rational unit = 1;
  if (digits.ends_with('k') || digits.ends_with('K')) unit = 1000;
  if (digits.ends_with('M')) unit = 1'000'000;
  if (unit != Rational(1)) digits.remove_suffix(1);
  const auto number = parse_number(digits);
  if (!number || *number < Rational(0) || *number > Rational(1'000'000'000)) return std::nullopt;
  if (*number * unit < Rational(1000) || *number * unit > Rational(1'000'000'000)) return std::nullopt;
  return std::string(text);
}

std::optional<std::string> parse_word(std::string_view text) {
  constexpr std::size_t most = 64;
  const auto fits = [](char c) {
    return core::is_digit(c) || is_letter(c) || std::string_view("_-.:").find(c) != std::string_view::npos;
  };
  if (text.empty() || text.size() > most || text.front() == '-' ||
      !std::all_of(text.begin(), text.end(), fits)) {
    return std::nullopt;
  }
  return std::string(text);
}

std::optional<bool> parse_truth(std::string_view text) {
  const std::string word = core::lower(text);
  if (word == "true" || word == "yes") return true;
  if (word == "false" || word == "no") return false;
  return std::nullopt;
}

std::optional<Track> parse_track(std::string_view text) {
  constexpr int most_tracks = 64;
  if (const auto number = parse_whole(text)) {
    return *number >= 1 && *number <= most_tracks ? std::optional(Track{*number, ""}) : std::nullopt;
  }
  auto language = parse_language(text);
  return language ? std::optional(Track{0, std::move(*language)}) : std::nullopt;
}

std::optional<bool> parse_bad_clip(std::string_view text) {
  if (text == "skip") return true;
  if (text == "fail") return false;
  return std::nullopt;
}

std::optional<Position> parse_position(std::string_view text) {
  return word_at<Position>(position_words(), text);
}
std::optional<FitMode> parse_fit(std::string_view text) { return word_at<FitMode>(fit_words(), text); }
std::optional<MomentOrder> parse_order(std::string_view text) {
  static const std::vector<std::string> words = {"time", "rating"};
  return word_at<MomentOrder>(words, text);
}

const std::vector<std::string>& position_words() {
  static const std::vector<std::string> words = {
      "top_left", "top", "top_right", "left", "center", "right", "bottom_left", "bottom", "bottom_right"};
  return words;
}

const std::vector<std::string>& fit_words() {
  static const std::vector<std::string> words = {"pad", "crop", "stretch"};
  return words;
}

}  // namespace spool::pipelines
