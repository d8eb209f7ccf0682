// What pending jobs take.
#pragma once

#include <malloc.h>

namespace spool::bench {

/// On the heap, large pieces included.
inline double bytes_in_use() {
  const struct mallinfo2 now = ::mallinfo2();
  return static_cast<double>(now.uordblks + now.hblkhd);
}

}  // namespace spool::bench
