#include "pipelines/moments/raw_moment.h"

#include "pipelines/document/times.h"
#include "pipelines/moments/import.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <unordered_set>

namespace spool::pipelines {
namespace {

struct Meaning {
  Role role;
  std::array<std::string_view, 4> names;  ///< best first
};
constexpr std::array meanings = {
    Meaning{Role::start, {"start", "from", "in", "start_time"}},
    Meaning{Role::end, {"end", "to", "out", "end_time"}},
    Meaning{Role::duration, {"duration", "for"}},
    Meaning{Role::label, {"label", "name"}},
    Meaning{Role::tag, {"tag", "tags"}},
    Meaning{Role::rating, {"rating"}},
};

std::string_view without_blanks(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\n'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

/// Trimmed, a decimal comma made a point.
std::string plain_number(std::string_view written) {
  std::string text(without_blanks(written));
  const auto comma = text.find(',');
  if (comma != std::string::npos && text.find('.') == std::string::npos) text[comma] = '.';
  return text;
}

/// Programs print seventeen digits of a number; a rating needs no more than nine decimals.
std::string without_excess_decimals(std::string text) {
  constexpr std::size_t most_decimals = 9;
  if (const auto point = text.find('.'); point != std::string::npos)
    text.resize(std::min(text.size(), point + 1 + most_decimals));
  return text;
}

constexpr std::size_t most_number_length = 40;

/// None where it is not one; `why` then says it.
std::optional<TimePoint> time_of(std::string_view written, core::Error& why) {
  why = {"moments.start", "not a time", "", {}};
  if (written.size() > most_number_length) return std::nullopt;
  try {
    auto time = parse_time(plain_number(written));
    if (time) return *time;
    why = time.error();
  } catch (const std::overflow_error&) {
    why.message = "too large for a time";
  }
  return std::nullopt;
}

std::optional<Rational> number_written(std::string_view written) {
  if (written.size() > most_number_length) return std::nullopt;
  try {
    return Rational::parse(without_excess_decimals(plain_number(written)));
  } catch (const std::overflow_error&) {
    return std::nullopt;
  }
}

std::string shown(std::string_view text) {
  std::size_t most = 60;
  if (text.size() <= most) return "`" + std::string(text) + "`";
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0) == 0x80) --most;  // not inside a letter
  return "`" + std::string(text.substr(0, most)) + "…`";
}

std::optional<TimePoint> read_time(const Cell& cell, const std::string& which, LimitedErrors& errors) {
  core::Error why;
  auto time = time_of(cell.text, why);
  if (!time)
    errors.add("moments." + which, shown(cell.text) + " as the " + which + " of a moment is not a time",
               why.hint.empty() ? std::string(time_forms) : why.hint, cell.line, cell.column);
  return time;
}

std::optional<Rational> read_duration(const Cell& cell, LimitedErrors& errors) {
  const auto duration =
      cell.text.size() <= most_number_length ? parse_duration(plain_number(cell.text)) : std::nullopt;
  if (duration && *duration > Rational(0)) return duration;
  errors.add("moments.duration", shown(cell.text) + " is not a moment's duration",
             "above 0; " + std::string(duration_forms), cell.line, cell.column);
  return std::nullopt;
}

}  // namespace

std::vector<Role> roles_of(const std::vector<std::string>& names) {
  std::vector<Role> roles(names.size(), Role::other);
  for (const Meaning& meaning : meanings) {
    for (const std::string_view name : meaning.names) {
      const auto found = name.empty() ? names.end() : std::find(names.begin(), names.end(), name);
      if (found == names.end()) continue;
      roles[static_cast<std::size_t>(found - names.begin())] = meaning.role;
      break;
    }
  }
  return roles;
}

std::vector<std::string> split_tags(std::string_view text) {
  std::vector<std::string> tags;
  std::unordered_set<std::string_view> seen;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(",;|"), text.size());
    const std::string_view tag = without_blanks(text.substr(0, end));
    if (!tag.empty() && seen.insert(tag).second) tags.emplace_back(tag);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return tags;
}

bool is_time(std::string_view text) {
  core::Error why;
  return time_of(text, why).has_value();
}

std::optional<TaggedMoment> interpret(RawMoment&& raw, LimitedErrors& errors) {
  const std::size_t before = errors.count();
  TaggedMoment moment;
  if (raw.start.text.empty()) {
    if (!raw.start_may_be_left_out)
      errors.add("moments.start", "a moment without a start", "give its start", raw.line, raw.column);
  } else if (const auto start = read_time(raw.start, "start", errors)) {
    moment.start = *start;
  }
  if (!raw.end.text.empty())
    moment.end = read_time(raw.end, "end", errors);
  else if (!raw.duration.text.empty())
    moment.duration = read_duration(raw.duration, errors);
  if (!raw.rating.text.empty()) {
    moment.rating = number_written(raw.rating.text);
    if (!moment.rating)
      errors.add("moments.rating", shown(raw.rating.text) + " is not a rating", "write a number",
                 raw.rating.line, raw.rating.column);
  }
  if (errors.count() != before) return std::nullopt;
  if (!raw.end.text.empty() && !raw.duration.text.empty())
    raw.columns.emplace_back("duration", raw.duration.text);
  moment.label = std::move(raw.label);
  moment.tags = std::move(raw.tags);
  moment.columns = std::move(raw.columns);
  moment.line = raw.line;
  moment.column = raw.column;
  return moment;
}

}  // namespace spool::pipelines
