#include "pipelines/ffmpeg/capabilities.h"

#include <algorithm>
#include <charconv>

namespace spool::pipelines {
namespace {

using core::Result;

/// The next line, without its end; `rest` goes on behind it.
std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line;
}

std::string_view take_word(std::string_view& rest) {
  const std::size_t first = rest.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return rest = {};
  rest.remove_prefix(first);
  const std::string_view word = rest.substr(0, rest.find_first_of(" \t\r"));
  rest.remove_prefix(word.size());
  return word;
}

int leading_number(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// "libavcodec     59. 37.100": each release raised it by one.
int major_by_library(std::string_view printed) {
  constexpr std::string_view name = "libavcodec";
  constexpr int behind_release = 54;
  const std::size_t at = printed.find(name);
  if (at == std::string_view::npos) return 0;
  std::string_view rest = printed.substr(at + name.size());
  return std::max(0, leading_number(take_word(rest)) - behind_release);
}

/// Tables of flags and names under a line of dashes.
Names table_after_dashes(std::string_view printed) {
  Names names;
  bool begun = false;
  while (!printed.empty()) {
    std::string_view line = take_line(printed);
    const std::string_view flags = take_word(line);
    if (begun && !flags.empty()) {
      std::string_view list = take_word(line);
      while (!list.empty()) {  // muxers: "mov,mp4"
        const std::string_view name = list.substr(0, list.find(','));
        names.emplace(name);
        list.remove_prefix(std::min(list.size(), name.size() + 1));
      }
    }
    begun = begun || flags.starts_with("--");
  }
  return names;
}

}  // namespace

Version parse_version(std::string_view printed) {
  Version version;
  std::string_view rest = printed;
  std::string_view line = take_line(rest);
  take_word(line);
  if (take_word(line) != "version") return version;
  version.text = take_word(line);
  std::string_view number = version.text;
  if (number.starts_with('n')) number.remove_prefix(1);  // tags: n7.1
  version.major = leading_number(number);
  const std::size_t dot = number.find('.');
  if (version.major > 0 && dot != std::string_view::npos)
    version.minor = leading_number(number.substr(dot + 1));
  if (version.major == 0) version.major = major_by_library(printed);
  return version;
}

Names parse_encoders(std::string_view printed) { return table_after_dashes(printed); }

Names parse_filters(std::string_view printed) {
  // No dashes here: " T.. name   V->V   what it does".
  Names names;
  while (!printed.empty()) {
    std::string_view line = take_line(printed);
    const std::string_view flags = take_word(line);
    const std::string_view name = take_word(line);
    const std::string_view pads = take_word(line);
    if (!flags.empty() && pads.find("->") != std::string_view::npos) names.emplace(name);
  }
  return names;
}

std::vector<std::string> filter_names(std::string_view chain) {
  std::vector<std::string> names;
  std::size_t at = 0;
  while (at < chain.size()) {
    // Before a name: separators, blanks, labels.
    if (std::string_view(",; \t\r\n").find(chain[at]) != std::string_view::npos) {
      ++at;
      continue;
    }
    if (chain[at] == '[') {
      const std::size_t closed = chain.find(']', at);
      at = closed == std::string_view::npos ? chain.size() : closed + 1;
      continue;
    }
    const std::size_t end = std::min(chain.find_first_of("=@,;[ \t\r\n", at), chain.size());
    names.emplace_back(chain.substr(at, end - at));
    // Behind it: everything up to the next separator that is neither quoted nor escaped.
    bool quoted = false;
    for (at = end; at < chain.size(); ++at) {
      if (chain[at] == '\'') quoted = !quoted;
      if (!quoted && chain[at] == '\\') {
        ++at;
        continue;
      }
      if (!quoted && (chain[at] == ',' || chain[at] == ';' || chain[at] == '[')) break;
    }
  }
  return names;
}

}  // namespace spool::pipelines
