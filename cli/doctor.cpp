#include "cli/doctor.h"

#include "cli/surroundings.h"
#include "cli/text.h"
#include "core/cache/size_text.h"
#include "pipelines/ffmpeg/light.h"

#include <fmt/format.h>

#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>

namespace spool::cli {
namespace {

using pipelines::Capabilities;
using pipelines::Names;

constexpr std::uint64_t gigabyte = 1000ULL * 1000 * 1000;
constexpr std::uint64_t least_room = 2 * gigabyte;  // the work of a few minutes of film
constexpr const char* other_build =
    "install your distribution's whole ffmpeg (on Debian: apt install ffmpeg)";

constexpr std::array<std::string_view, 3> needed_encoders = {"libx264", "aac", "pcm_s16le"};
constexpr std::array<std::string_view, 4> further_encoders = {"libx265", "libvpx-vp9", "libopus",
                                                              "libmp3lame"};
constexpr std::array<std::string_view, 32> needed_filters = {
    "afade",      "apad",        "aresample", "asetpts",   "asettb",
    "atempo",     "atrim",       "bwdif",     "color",     "colorchannelmixer",
    "colorspace", "concat",      "crop",      "drawbox",   "drawtext",
    "fade",       "format",      "fps",       "loop",      "overlay",
    "pad",        "premultiply", "scale",     "setparams", "setpts",
    "setsar",     "settb",       "showinfo",  "tpad",      "trim",
    "volume",     "anullsrc"};

template <std::size_t n>
std::string missing(const std::array<std::string_view, n>& wanted, const Names& there) {
  std::string names;
  for (const std::string_view name : wanted) {
    if (!there.contains(name)) names += (names.empty() ? "" : ", ") + std::string(name);
  }
  return names;
}

template <std::size_t n>
Check check_names(const std::string& name, const std::array<std::string_view, n>& wanted,
                  const Names& there) {
  const std::string lacking = missing(wanted, there);
  if (!lacking.empty()) return {name, false, "missing: " + lacking, other_build, true};
  return {name, true, fmt::format("{} of {}", n, n), "", true};
}

/// The folder itself, or the nearest one above it that exists.
std::string existing_folder(std::string folder) {
  while (folder != "/" && ::access(folder.c_str(), F_OK) != 0) folder = folder_of(folder);
  return folder;
}

}  // namespace

Check check_ffmpeg(const std::string& path, const core::Result<Capabilities>& capabilities) {
  if (!capabilities) return {"ffmpeg", false, capabilities.error().message, capabilities.error().hint, true};
  return {"ffmpeg", true, capabilities->version.text + " (" + path + ")", "", true};
}

std::vector<Check> check_encoders(const Capabilities& capabilities) {
  Check further = check_names("other encoders", further_encoders, capabilities.encoders);
  further.needed = false;
  return {check_names("encoders", needed_encoders, capabilities.encoders), further};
}

Check check_hardware(const std::string& encoder, const core::Result<void>& tried) {
  if (tried) return {encoder, true, "a trial encode went well", "", false};
  return {encoder, false, tried.error().message, tried.error().hint, false};
}

std::vector<Check> check_filters(const Capabilities& capabilities) {
  Check hdr = check_names("filters for HDR", pipelines::hdr_filters, capabilities.filters);
  hdr.needed = false;
  return {check_names("filters", needed_filters, capabilities.filters), hdr};
}

Check check_fonts(const core::Result<std::string>& standard_font) {
  if (standard_font) return {"fonts", true, *standard_font, "", true};
  return {"fonts", false, standard_font.error().message,
          standard_font.error().hint.empty() ? "install one (on Debian: apt install fonts-dejavu-core)"
                                             : standard_font.error().hint,
          true};
}

Check check_memory(const Machine& machine) {
  if (!machine.memory) return {"memory", true, "not known", "", false};
  const std::string found = core::bytes_text(*machine.memory) + " available";
  if (*machine.memory >= 2 * bytes_of_a_slot) return {"memory", true, found, "", false};
  return {"memory", false, found,
          "an ffmpeg takes about 165 MB: end other programs, or render small pictures", false};
}

Check check_slots(const Machine& machine) {
  std::string found = fmt::format("{} (", counted(machine.slots(), "slot")) + counted(machine.cpus, "CPU");
  if (machine.cpu_quota) found += fmt::format(", a quota of {:.1f}", *machine.cpu_quota);
  return {"slots", true, found + ")", "", false};
}

Check check_state(const std::string& folder) {
  const std::string existing = existing_folder(folder);
  struct statvfs disk = {};
  if (::access(existing.c_str(), W_OK | X_OK) != 0 || ::statvfs(existing.c_str(), &disk) != 0) {
    return {"state folder", false, folder + " cannot be written: " + std::generic_category().message(errno),
            "give another with --state DIR or $SPOOL_STATE", true};
  }
  const std::uint64_t free = static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize;
  const std::string found = core::bytes_text(free) + " free for " + folder;
  if (free >= least_room) return {"state folder", true, found, "", true};
  return {"state folder", false, found, "make room, or give a folder on another disk with --state DIR",
          false};
}

bool healthy(const std::vector<Check>& checks) {
  return std::ranges::all_of(checks, [](const Check& check) { return check.ok || !check.needed; });
}

}  // namespace spool::cli
