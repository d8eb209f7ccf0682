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

bool is(const struct stat& found, const MediaPtr& input) {
  return found.st_dev == input->identity.device && found.st_ino == input->identity.inode;
}

void check_existing(const PlannedOutput& output, const struct stat& found, bool overwrite, core::Errors& errors) {
  const std::string& path = output.path;
  if (S_ISLNK(found.st_mode)) {
    if (overwrite) return;
    errors.push_back({"output.exists", "the output exists, as a link that leads nowhere: " + path,
                      "replace it with -y, or write to another name", output.place});
  } else if (S_ISDIR(found.st_mode)) {
    errors.push_back({"output.is_folder", "the output is a folder: " + path, "name a file in it", output.place});
  } else if (!S_ISREG(found.st_mode)) {
    errors.push_back({"output.not_a_file", "the output is a device, pipe or socket: " + path, "name a plain file", output.place});
  } else if (!overwrite) {
    errors.push_back({"output.exists", "the output exists: " + path, "replace it with -y, or write to another name", output.place});
  }
}

void check_folder(const PlannedOutput& output, core::Errors& errors) {
  const fs::path folder = existing_parent(output.path);
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    errors.push_back({"output.unwritable", "not a folder: " + folder.string(), "choose another place with --out-dir", output.place});
  } else if (::access(folder.c_str(), W_OK | X_OK) != 0) {
    errors.push_back({"output.unwritable", "no right to write in " + folder.string(),
                      "change the folder's rights, or choose another place with --out-dir", output.place});
  }
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

core::Errors check_outputs(const FilmPlan& plan, const std::vector<MediaPtr>& inputs, const std::vector<bool>& may_replace,
                           const ItemFiles* items) {
  core::Errors errors;
  PlaceNames names;
  std::map<std::string, const PlannedOutput*> places;
  for (std::size_t i = 0; i < plan.outputs.size(); ++i) {
    const PlannedOutput& output = plan.outputs[i];
    const auto [twin, is_new] = places.emplace(names.of(output.path), &output);
    if (!is_new) {
      errors.push_back({"output.twice", "two outputs are the same file: " + output.path + " and " + twin->second->path,
                        "the other is in line " + std::to_string(twin->second->place.line) + ": give each a name of its own", output.place});
    }
    const auto found = look_at_output(output.path);
    if (found && std::ranges::any_of(inputs, [&](const MediaPtr& input) { return is(*found, input); })) {
      errors.push_back({"output.is_input", "the output is an input: " + output.path, "give the film another name", output.place});
    } else if (items != nullptr && items->holds(output.path, found ? &*found : nullptr)) {
      errors.push_back({"output.is_input", "the output is a file of this batch: " + output.path,
                        "give the film another name, or leave that file out of the batch", output.place});
    } else if (found) {
      check_existing(output, *found, may_replace[i], errors);
    }
    check_folder(output, errors);
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
