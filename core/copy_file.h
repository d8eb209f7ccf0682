// The content of one open file into another, as cheaply as the file system can: shared (reflink), copied by
// the kernel, or by hand.
#pragma once

#include <stop_token>

namespace spool::core {

/// Blocks. From where `from` stands to its end, to where `to` stands. errno or 0; ECANCELED where it was
/// stopped.
int copy_content(int from, int to, const std::stop_token& stop);

}  // namespace spool::core
