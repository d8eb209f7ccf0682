// Whole numbers as MP4 and MPEG video write them: the greatest byte first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace spool::pipelines {

/// Of `count` bytes, 8 at most, from `at` on; all of them are there.
inline std::uint64_t big_endian(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint64_t value = 0;
  for (const char byte : bytes.substr(at, count)) value = value << 8U | static_cast<unsigned char>(byte);
  return value;
}

}  // namespace spool::pipelines
