#include "pipelines/running/output_check.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <utility>

#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "pipelines/running/same_place.h"

namespace spool::pipelines {
namespace {

namespace fs = std::filesystem;

std::optional<struct stat> look(const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return std::nullopt;
  return found;
}

/// What a film of that path would replace: where a link leads to, or a link that leads nowhere itself.
std::optional<struct stat> look_at_output(const std::string& path) {
  auto found = look(path);
  struct stat link {};
  if (!found && ::lstat(path.c_str(), &link) == 0) found = link;
  return found;
}

bool is(const struct stat& found, const core::FileIdentity& input) { return found.st_dev == input.device && found.st_ino == input.inode; }

/// What a film would replace that nobody wants replaced.
std::optional<core::Error> in_the_way(const JudgedOutput& output, const struct stat& found) {
  const std::string& path = output.path;
  const std::string instead = "replace it with -y, or write to another name";
  if (S_ISLNK(found.st_mode)) {
    if (output.may_replace) return std::nullopt;
    return core::Error{"output.exists", "the output exists, as a link that leads nowhere: " + path, instead, {}};
  }
  if (S_ISDIR(found.st_mode)) return core::Error{"output.is_folder", "the output is a folder: " + path, "name a file in it", {}};
  if (!S_ISREG(found.st_mode)) {
    return core::Error{"output.not_a_file", "the output is a device, pipe or socket: " + path, "name a plain file", {}};
  }
  if (output.may_replace) return std::nullopt;
  return core::Error{"output.exists", "the output exists: " + path, instead, {}};
}

std::optional<core::Error> unfit_folder(const JudgedOutput& output) {
  const fs::path folder = existing_parent(output.path);
  const std::string elsewhere = output.place.file.empty() ? "choose another place" : "choose another place with --out-dir";
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) return core::Error{"output.unwritable", "not a folder: " + folder.string(), elsewhere, {}};
  if (::access(folder.c_str(), W_OK | X_OK) == 0) return std::nullopt;
  return core::Error{"output.unwritable", "no right to write in " + folder.string(), "change the folder's rights, or " + elsewhere, {}};
}

std::string megabytes(std::uint64_t bytes) { return std::to_string((bytes + 999'999) / 1'000'000) + " MB"; }

struct Need {
  std::string folder;
  std::uint64_t expected = 0;
};

std::string room_message(const Need& need, std::uint64_t free, std::uint64_t wanted) {
  return "the disk of " + need.folder + " has " + megabytes(free) + " free; about " + megabytes(wanted) + " are needed";
}

}  // namespace

core::Errors check_outputs(const std::vector<JudgedOutput>& outputs, const std::vector<core::FileIdentity>& inputs, const ItemFiles* items) {
  core::Errors errors;
  PlaceNames names;
  std::map<std::string, const JudgedOutput*> places;
  for (const JudgedOutput& output : outputs) {
    const auto tell = [&](std::optional<core::Error> error) {
      if (error) errors.push_back(about_output(std::move(*error), output.place));
    };
    const auto [twin, is_new] = places.emplace(names.of(output.path), &output);
    if (!is_new) {
      tell(core::Error{"output.twice", "two outputs are the same file: " + output.path + " and " + twin->second->path,
                       "the other is in line " + std::to_string(twin->second->place.line) + ": give each a name of its own", {}});
    }
    const auto found = look_at_output(output.path);
    if (found && std::ranges::any_of(inputs, [&](const core::FileIdentity& input) { return is(*found, input); })) {
      tell(core::Error{"output.is_input", "the output is an input: " + output.path, "give the film another name", {}});
    } else if (items != nullptr && items->holds(output.path, found ? &*found : nullptr)) {
      tell(core::Error{"output.is_input", "the output is a file of this batch: " + output.path,
                       "give the film another name, or leave that file out of the batch", {}});
    } else if (found) {
      tell(in_the_way(output, *found));
    }
    tell(unfit_folder(output));
  }
  return errors;
}

Room check_room(const FilmPlan& plan, const std::string& state, std::uint64_t made) {
  std::map<dev_t, Need> needs;
  const auto add = [&](const fs::path& path, std::uint64_t bytes) {
    const fs::path folder = existing_parent(path);
    const auto found = look(folder.string());
    if (!found) return;
    Need& need = needs[found->st_dev];
    if (need.folder.empty()) need.folder = folder.string();
    need.expected += bytes;
  };
  add(state + "/runs/", plan.work_bytes - std::min(made, plan.work_bytes));
  for (const PlannedOutput& output : plan.outputs) add(output.path, plan.film_bytes / plan.outputs.size());
  Room room;
  const std::uint64_t expected = std::max<std::uint64_t>(1, plan.work_bytes + plan.film_bytes);
  for (const auto& [device, need] : needs) {
    struct statvfs disk {};
    if (::statvfs(need.folder.c_str(), &disk) != 0) continue;
    const std::uint64_t free = static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize;
    const auto least = static_cast<std::uint64_t>(static_cast<double>(plan.least_bytes) * static_cast<double>(need.expected) /
                                                  static_cast<double>(expected));
    const std::string hint = "free some room, or choose other disks with --state and --out-dir";
    if (free < least) {
      room.errors.push_back({"disk.full", room_message(need, free, need.expected), hint, {}});
    } else if (free < need.expected) {
      room.warnings.push_back({"disk.low", room_message(need, free, need.expected), hint, {}});
    }
  }
  return room;
}

}  // namespace spool::pipelines
