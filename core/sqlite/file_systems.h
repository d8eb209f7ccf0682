// Which file systems are on another machine. Pure but for what is given.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace spool::core::sqlite {

/// The name of a network file system by its magic number (statfs, f_type); empty: a local one, or FUSE.
std::string_view network_name(std::uint32_t magic);

/// Whether a kind of FUSE ("fuse.sshfs", as mountinfo has it) keeps its files on another machine.
bool is_network_fuse(std::string_view kind);

/// The kind of file system of the mount with this device ("8:1") by the text of /proc/self/mountinfo; empty:
/// none.
std::string mount_kind(std::string_view mountinfo, std::string_view device);

}  // namespace spool::core::sqlite
