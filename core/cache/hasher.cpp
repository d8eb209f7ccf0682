#include "core/cache/hasher.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <new>
#include <string_view>

namespace spool::core {

void Hasher::Free::operator()(XXH3_state_s* state) const { XXH3_freeState(state); }

Hasher::Hasher() : state_(XXH3_createState()) {
  if (!state_) throw std::bad_alloc();
  XXH3_128bits_reset(state_.get());
}

void Hasher::feed(const void* bytes, std::size_t count) { XXH3_128bits_update(state_.get(), bytes, count); }

void Hasher::feed_zeros(std::uint64_t count) {
  static const std::array<unsigned char, std::size_t{64}* 1024> zeros =
      {};  // small enough to stay near the processor
  while (count > 0) {
    const auto piece = static_cast<std::size_t>(std::min<std::uint64_t>(count, zeros.size()));
    feed(zeros.data(), piece);
    count -= piece;
  }
}

std::string Hasher::digest() const {
  XXH128_canonical_t canonical = {};
  XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(state_.get()));
  std::string text;
  text.reserve(2 * sizeof canonical.digest);
  for (const unsigned char byte : canonical.digest) {
    constexpr std::string_view digits = "0123456789abcdef";
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
}

}  // namespace spool::core
