// Sizes as people write and read them: "20G" is 20,000,000,000 bytes, as disks are sold.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace spool::core {

/// Whole bytes ("1500"), or a number, with decimals if wanted, and K, M, G or T ("20G", "1.5 GB", "500M"; Ki,
/// Mi, Gi, Ti count by 1024), in either case. None: not a size, or larger than 64 bits hold.
std::optional<std::uint64_t> parse_bytes(std::string_view text);

/// "19.7 GB", "340 MB", "12 kB", "7 bytes".
std::string bytes_text(std::uint64_t bytes);

}  // namespace spool::core
