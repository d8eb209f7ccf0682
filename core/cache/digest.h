// Digests of content: XXH3, 128 bits, as 32 hexadecimal digits. Fast, not against an enemy: what is cached is
// verified against the digest taken when it was made, and the state folder is its owner's.
#pragma once

#include "core/error.h"
#include "core/file_identity.h"

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

namespace spool::core {

using Digest = std::string;

Digest digest_of(std::string_view bytes);

/// Of a whole file. Blocks, reads all of it (1 MB at a time, POSIX_FADV_SEQUENTIAL); the holes of a sparse
/// file are known to be zeros and not read. Errors `input.unreadable`, `input.changed` (it was another file,
/// or changed, while it was read), `work.cancelled`.
Result<Digest> digest_of_file(const std::string& path, const FileIdentity& identity,
                              const std::stop_token& stop = {});

/// The same of what is open, from its start to its end, whoever it is: for files of ours, that others may
/// give further names meanwhile. `path` is for messages.
Result<Digest> digest_of_open_file(int file, const std::string& path, const std::stop_token& stop = {});

/// Of a file's size and a few pieces of it (first, last, some between): tells most files apart for the price
/// of a few reads. Errors as above.
Result<Digest> sample_of_file(const std::string& path, const FileIdentity& identity);

}  // namespace spool::core
