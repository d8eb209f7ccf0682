#include "pipelines/ffmpeg/words.h"

namespace spool::pipelines {
namespace {

constexpr std::string_view blanks = " \t\r\n";

/// A backslash before each of `special`, and before blanks at the ends, which ffmpeg would drop.
std::string escaped(std::string_view text, std::string_view special) {
  const std::size_t first = text.find_first_not_of(blanks);
  const std::size_t last = text.find_last_not_of(blanks);
  std::string out;
  out.reserve(text.size() + 8);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool outer_blank = first == std::string_view::npos || i < first || i > last;
    if (outer_blank || special.find(text[i]) != std::string_view::npos) out += '\\';
    out += text[i];
  }
  return out;
}

}  // namespace

void append(Words& words, std::initializer_list<std::string_view> more) {
  for (const std::string_view word : more) words.emplace_back(word);
}

void append(Words& words, const Words& more) { words.insert(words.end(), more.begin(), more.end()); }

std::string decimal(core::Rational value) {
  std::string text = value.to_decimal(9);
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string graph_value(std::string_view text) { return escaped(escaped(text, "\\':"), "\\'[],;"); }

std::string as_file(std::string_view name) { return "file:" + std::string(name); }

std::string pair_words(int first, int second) { return std::to_string(first) + ":" + std::to_string(second); }

std::string chained(const Words& filters) {
  std::string chain;
  for (const std::string& filter : filters) {
    if (filter.empty()) continue;
    if (!chain.empty()) chain += ',';
    chain += filter;
  }
  return chain;
}

std::string one_a_frame(core::Rational film_rate) {
  const std::string frame = (core::Rational(1) / film_rate).to_string();
  return "settb=" + frame + ",setpts=N,fps=" + film_rate.to_string() + ":start_time=0";
}

}  // namespace spool::pipelines
