// XXH3 behind RAII: bytes in, 32 hexadecimal digits out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

struct XXH3_state_s;

namespace spool::core {

class Hasher {
 public:
  Hasher();
  void feed(const void* bytes, std::size_t count);
  /// So many zero bytes, from memory.
  void feed_zeros(std::uint64_t count);
  [[nodiscard]] std::string digest() const;

 private:
  struct Free {
    void operator()(XXH3_state_s* state) const;
  };
  std::unique_ptr<XXH3_state_s, Free> state_;
};

}  // namespace spool::core
