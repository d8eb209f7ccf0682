#include "core/sqlite/file_systems.h"

#include "core/sqlite/database.h"

#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/sysmacros.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <sstream>

namespace spool::core::sqlite {
namespace {

struct Known {
  std::uint32_t magic;
  std::string_view name;
};

/// statfs(2), and the file systems' own headers for those that it leaves out.
constexpr std::array<Known, 18> networks = {{
    {0x6969, "nfs"},
    {0x517b, "smb"},
    {0xff534d42, "cifs"},
    {0xfe534d42, "smb2"},
    {0x01021997, "9p"},
    {0x5346414f, "afs"},
    {0x6b414653, "kafs"},
    {0x00c36400, "ceph"},
    {0x0bd00bd0, "lustre"},
    {0x01161970, "gfs2"},
    {0x7461636f, "ocfs2"},
    {0x73757245, "coda"},
    {0x564c, "ncp"},
    {0x47504653, "gpfs"},
    {0x19830326, "beegfs"},
    {0x20030528, "orangefs"},
    {0x786f4256, "vboxsf"},
    {0xbacbacbc, "vmhgfs"},
}};

constexpr std::array<std::string_view, 20> network_fuses = {
    "sshfs",   "s3fs",   "rclone",   "gluster",  "ceph",     "davfs",   "curlftpfs",
    "gcsfuse", "goofys", "smbnetfs", "juicefs",  "mfs",      "moosefs", "seaweed",
    "gvfsd",   "nfs",    "hubicfs",  "mount-s3", "blobfuse", "lizardfs"};

std::string text_of(const char* file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The folder itself, or the nearest one above it that is there.
std::string nearest_there(std::string folder) {
  struct stat found = {};
  while (folder.size() > 1 && ::stat(folder.c_str(), &found) != 0) {
    const std::size_t slash = folder.find_last_of('/');
    if (slash == std::string::npos) return ".";
    folder.resize(slash == 0 ? 1 : slash);
  }
  return folder.empty() ? "." : folder;
}

/// Empty: it is on this machine.
std::string network_of(const std::string& folder) {
  struct statfs system = {};
  struct stat found = {};
  if (::statfs(folder.c_str(), &system) != 0 || ::stat(folder.c_str(), &found) != 0) return {};
  const auto magic = static_cast<std::uint32_t>(system.f_type);
  if (magic != FUSE_SUPER_MAGIC) return std::string(network_name(magic));
  const std::string device = std::to_string(major(found.st_dev)) + ":" + std::to_string(minor(found.st_dev));
  std::string kind = mount_kind(text_of("/proc/self/mountinfo"), device);
  return is_network_fuse(kind) ? kind : std::string();
}

}  // namespace

std::string_view network_name(std::uint32_t magic) {
  const auto* known = std::ranges::find(networks, magic, &Known::magic);
  return known == networks.end() ? std::string_view() : known->name;
}

bool is_network_fuse(std::string_view kind) {
  return std::ranges::any_of(
      network_fuses, [&](std::string_view name) { return kind.find(name) != std::string_view::npos; });
}

std::string mount_kind(std::string_view mountinfo, std::string_view device) {
  std::istringstream lines{std::string(mountinfo)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string id, parent, number, word;
    words >> id >> parent >> number;
    if (number != device) continue;
    while (words >> word && word != "-") {
    }
    words >> word;
    return word;
  }
  return {};
}

Result<void> check_local(const std::string& folder) {
  const std::string kind = network_of(nearest_there(folder));
  if (kind.empty()) return {};
  return Error{"state.network",
               "the state folder " + folder + " is on a network file system (" + kind + ")",
               "give --state a folder on a disk of this machine: its journal is not safe on another's",
               {}};
}

}  // namespace spool::core::sqlite
