#include "core/journal/json_parse.h"

#include "core/utf8.h"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <charconv>

namespace spool::core {
namespace {

/// The four digits of "\uXXXX" at the start of `text`; none: something else stands there.
std::optional<unsigned> escaped_code(std::string_view text) {
  unsigned code = 0;
  if (text.size() < 6 || !text.starts_with("\\u")) return {};
  const char* const end = text.data() + 6;
  const auto [stop, error] = std::from_chars(text.data() + 2, end, code, 16);
  if (error != std::errc() || stop != end) return {};
  return code;
}

/// Length of the escape at the start of `text` (a backslash): a pair of surrogates is one.
std::size_t escape_length(std::string_view text) {
  const auto code = escaped_code(text);
  if (!code) return std::min<std::size_t>(2, text.size());
  const auto low = escaped_code(text.substr(6));
  const bool pair = *code >= 0xd800 && *code < 0xdc00 && low && *low >= 0xdc00 && *low < 0xe000;
  return pair ? 12 : 6;
}

/// With lone surrogates as the bytes that UTF-8 would give them, which the parser lets pass. What is none of
/// ours stays as it is, for the parser to judge.
std::string take_in_surrogates(std::string_view text) {
  std::string taken;
  std::size_t at = 0;
  for (std::size_t found = 0; (found = text.find('\\', at)) != std::string_view::npos;) {
    taken += text.substr(at, found - at);
    const std::size_t length = escape_length(text.substr(found));
    const auto code = escaped_code(text.substr(found));
    if (length == 6 && code && *code >= 0xdc80 && *code <= 0xdcff) {
      taken += surrogates_for_bytes(std::string(1, static_cast<char>(*code & 0xffU)));
    } else {
      taken += text.substr(found, length);
    }
    at = found + length;
  }
  return taken.append(text.substr(at));
}

}  // namespace

std::string bytes_of(const boost::json::string& text) {
  return bytes_of_surrogates({text.data(), text.size()});
}

std::optional<boost::json::value> parse_json(std::string_view text, boost::json::storage_ptr storage) {
  std::string taken;
  if (text.find("\\u") != std::string_view::npos) {
    taken = take_in_surrogates(text);
    text = taken;
  }
  boost::json::parse_options options;
  options.allow_invalid_utf8 = true;
  boost::json::error_code error;
  boost::json::value value =
      boost::json::parse({text.data(), text.size()}, error, std::move(storage), options);
  if (error) return {};
  return value;
}

}  // namespace spool::core
