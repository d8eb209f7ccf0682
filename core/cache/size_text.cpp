#include "core/cache/size_text.h"

#include "core/ascii.h"

#include <array>
#include <cstdio>
#include <limits>

namespace spool::core {
namespace {

/// One of the letters at the start: taken off.
bool take(std::string_view& text, char wanted) {
  if (text.empty() || lower(text.front()) != wanted) return false;
  text.remove_prefix(1);
  return true;
}

/// What the unit stands for; none: no unit. "B" alone stands for one byte.
std::optional<std::uint64_t> factor_of(std::string_view unit) {
  constexpr std::string_view letters = "kmgt";
  std::uint64_t decimal = 1;
  std::uint64_t binary = 1;
  for (const char letter : letters) {
    decimal *= 1000;
    binary *= 1024;
    if (!take(unit, letter)) continue;
    const std::uint64_t factor = take(unit, 'i') ? binary : decimal;
    take(unit, 'b');
    return unit.empty() ? std::optional(factor) : std::nullopt;
  }
  take(unit, 'b');
  return unit.empty() ? std::optional<std::uint64_t>(1) : std::nullopt;
}

/// The digits at the start, taken off, as a number; none: too large.
std::optional<std::uint64_t> take_digits(std::string_view& text) {
  constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t value = 0;
  while (!text.empty() && is_digit(text.front())) {
    const auto digit = static_cast<std::uint64_t>(text.front() - '0');
    if (value > (most - digit) / 10) return std::nullopt;
    value = value * 10 + digit;
    text.remove_prefix(1);
  }
  return value;
}

/// What ".5" is of a unit, parts of a byte left out.
std::uint64_t share_of(std::uint64_t factor, std::string_view decimals) {
  std::uint64_t share = 0;
  for (auto digit = decimals.rbegin(); digit != decimals.rend(); ++digit) {
    share = (share + factor * static_cast<std::uint64_t>(*digit - '0')) / 10;
  }
  return share;
}

}  // namespace

std::optional<std::uint64_t> parse_bytes(std::string_view text) {
  if (text.empty() || !is_digit(text.front())) return std::nullopt;
  const auto whole = take_digits(text);
  if (!whole) return std::nullopt;
  std::string_view decimals;
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    decimals = text;
    while (!text.empty() && is_digit(text.front())) text.remove_prefix(1);
    decimals.remove_suffix(text.size());
    if (decimals.empty()) return std::nullopt;
  }
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  const auto factor = factor_of(text);
  constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  if (!factor || *whole > most / *factor) return std::nullopt;
  const std::uint64_t bytes = *whole * *factor;
  const std::uint64_t share = share_of(*factor, decimals);
  if (bytes > most - share) return std::nullopt;
  return bytes + share;
}

std::string bytes_text(std::uint64_t bytes) {
  const auto size = static_cast<double>(bytes);
  std::array<char, 40> text = {};
  if (bytes >= 1'000'000'000) {
    std::snprintf(text.data(), text.size(), "%.1f GB", size / 1e9);
  } else if (bytes >= 1'000'000) {
    std::snprintf(text.data(), text.size(), "%.0f MB", size / 1e6);
  } else if (bytes >= 1000) {
    std::snprintf(text.data(), text.size(), "%.0f kB", size / 1e3);
  } else {
    return std::to_string(bytes) + (bytes == 1 ? " byte" : " bytes");
  }
  return text.data();
}

}  // namespace spool::core
