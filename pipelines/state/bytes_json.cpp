#include "pipelines/state/bytes_json.h"

#include <cstdint>

#include "core/utf8.h"

namespace spool::pipelines {
namespace {

namespace json = boost::json;

constexpr std::string_view hex_key = "hex";
constexpr std::string_view digits = "0123456789abcdef";

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const core::Letter letter = core::first_letter(bytes);
    if (!letter.valid) return false;
    bytes.remove_prefix(letter.bytes);
  }
  return true;
}

std::string to_hex(std::string_view bytes) {
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    hex += digits[value >> 4U];
    hex += digits[value & 15U];
  }
  return hex;
}

std::string from_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    const std::size_t high = digits.find(hex[i]);
    const std::size_t low = digits.find(hex[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return {};
    bytes += static_cast<char>(high * 16 + low);
  }
  return bytes;
}

}  // namespace

json::value json_of_bytes(std::string_view bytes) {
  if (is_utf8(bytes)) return json::string(bytes);
  return json::object{{hex_key, to_hex(bytes)}};
}

std::string bytes_of_json(const json::value& value) {
  if (const auto* text = value.if_string()) return std::string(text->data(), text->size());
  const auto* object = value.if_object();
  const auto* hex = object == nullptr ? nullptr : object->if_contains(hex_key);
  if (hex == nullptr || !hex->is_string()) return {};
  return from_hex(std::string_view(hex->get_string()));
}

std::string bytes_at(const json::object& object, std::string_view key) {
  const auto* found = object.if_contains(key);
  return found == nullptr ? std::string() : bytes_of_json(*found);
}

std::int64_t number_at(const json::object& object, std::string_view key) {
  const auto* found = object.if_contains(key);
  return found != nullptr && found->is_int64() ? found->get_int64() : 0;
}

bool truth_at(const json::object& object, std::string_view key) {
  const auto* found = object.if_contains(key);
  return found != nullptr && found->is_bool() && found->get_bool();
}

}  // namespace spool::pipelines
