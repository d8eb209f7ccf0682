#include "core/cache/cache_entry.h"

#include "core/copy_file.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <memory>
#include <system_error>

namespace spool::core {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view form = "1-";

bool is_small_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool is_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_small_letter_or_digit);
}

/// The names in an open folder, without "." and "..".
std::vector<std::string> names_in(int folder) {
  std::vector<std::string> names;
  UniqueFd again(::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!again) return names;
  const auto close = [](DIR* open) { ::closedir(open); };
  const std::unique_ptr<DIR, decltype(close)> list(::fdopendir(again.get()), close);
  if (!list) return names;
  static_cast<void>(again.release());  // closed with the list
  while (const dirent* entry = ::readdir(list.get())) {
    const std::string_view name = static_cast<const char*>(entry->d_name);
    if (name != "." && name != "..") names.emplace_back(name);
  }
  return names;
}

UniqueFd open_folder(const std::string& path) {
  return UniqueFd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

std::uint64_t bytes_of(int folder, const std::string& name) {
  struct stat status = {};
  if (::fstatat(folder, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return 0;
  return static_cast<std::uint64_t>(status.st_size);
}

std::optional<EntrySeen> look_at(const std::string& place) {
  const UniqueFd folder = open_folder(place);
  struct stat status = {};
  if (!folder || ::fstat(folder.get(), &status) != 0) return std::nullopt;
  EntrySeen seen = {
      place, 0, static_cast<std::int64_t>(status.st_mtim.tv_sec) * 1'000'000'000 + status.st_mtim.tv_nsec};
  for (const std::string& name : names_in(folder.get())) seen.bytes += bytes_of(folder.get(), name);
  return seen;
}

std::string random_word() {
  std::array<unsigned char, 8> random = {};
  [[maybe_unused]] const ssize_t got = ::getrandom(random.data(), random.size(), 0);
  std::string word;
  for (const unsigned char byte : random) {
    constexpr std::string_view digits = "0123456789abcdef";
    word += digits[byte >> 4U];
    word += digits[byte & 15U];
  }
  return word;
}

std::string drafts_of(const std::string& folder) { return folder + "/new"; }

int copy_to(int from, const std::string& to, const std::stop_token& stop) {
  const UniqueFd target(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (!target) return errno;
  int error = copy_content(from, target.get(), stop);
  if (error == 0 && ::fsync(target.get()) != 0) error = errno;
  if (error != 0) ::unlink(to.c_str());
  return error;
}

/// Locks a folder until it is closed. False: another has it, or it is gone.
bool is_ours_alone(int folder) {
  struct stat status = {};
  return ::flock(folder, LOCK_EX | LOCK_NB) == 0 && ::fstat(folder, &status) == 0 && status.st_nlink > 0;
}

void remove_all(const std::string& path) {
  std::error_code ignored;  // what stays is swept another time
  fs::remove_all(path, ignored);
}

}  // namespace

bool is_key(std::string_view key) { return key.size() >= 4 && key.size() <= 128 && is_word(key); }

std::string entry_name(const Cached& content) {
  return std::string(form) + std::to_string(content.size) + "-" + content.digest;
}

std::optional<Cached> entry_content(std::string_view name) {
  if (name.substr(0, form.size()) != form) return std::nullopt;
  name.remove_prefix(form.size());
  Cached content;
  const char* const end = name.data() + name.size();
  const auto [rest, error] = std::from_chars(name.data(), end, content.size);
  if (error != std::errc() || rest == end || *rest != '-') return std::nullopt;
  content.digest.assign(rest + 1, end);
  if (!is_word(content.digest)) return std::nullopt;
  return content;
}

std::string shelf_of(const std::string& folder, std::string_view key) {
  return folder + "/" + std::string(key.substr(0, 2));
}

std::string place_of(const std::string& folder, const std::string& key) {
  return shelf_of(folder, key) + "/" + key;
}

std::optional<OpenEntry> open_entry(const std::string& place) {
  UniqueFd folder = open_folder(place);
  if (!folder) return std::nullopt;
  for (const std::string& name : names_in(folder.get())) {
    if (auto content = entry_content(name)) return OpenEntry{std::move(folder), std::move(*content)};
  }
  return std::nullopt;
}

std::vector<EntrySeen> entries_in(const std::string& folder) {
  std::vector<EntrySeen> found;
  for (const std::string& shelf : names_in(open_folder(folder).get())) {
    if (shelf.size() != 2 || !is_word(shelf)) continue;
    const std::string path = folder + "/" + shelf;
    for (const std::string& key : names_in(open_folder(path).get())) {
      if (!is_key(key)) continue;
      if (auto seen = look_at(path + "/" + key)) found.push_back(std::move(*seen));
    }
  }
  return found;
}

int link_or_copy(int base, const std::string& from, const std::string& to, const std::stop_token& stop) {
  struct stat status = {};
  if (::fstatat(base, from.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return errno;
  if (!S_ISREG(status.st_mode)) return EINVAL;
  if (::linkat(base, from.c_str(), AT_FDCWD, to.c_str(), 0) == 0) return 0;
  if (errno != EXDEV && errno != EPERM && errno != EMLINK && errno != EOPNOTSUPP) return errno;
  const UniqueFd source(::openat(base, from.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (!source) return errno;
  return copy_to(source.get(), to, stop);
}

int make_draft(const std::string& folder, std::string& made, UniqueFd& lock) {
  std::error_code error;
  fs::create_directories(drafts_of(folder), error);
  if (error) return error.value();
  while (true) {
    made = drafts_of(folder) + "/" + random_word();
    if (::mkdir(made.c_str(), 0777) != 0) return errno;
    lock = open_folder(made);
    if (!lock && errno != ENOENT) return errno;
    if (lock && is_ours_alone(lock.get())) return 0;  // else it was swept before it was ours
  }
}

int drop(const std::string& folder, const std::string& place) {
  std::error_code ignored;  // the rename says whether it is there
  fs::create_directories(drafts_of(folder), ignored);
  const std::string away = drafts_of(folder) + "/" + random_word();
  if (::rename(place.c_str(), away.c_str()) != 0) return errno == ENOENT ? 0 : errno;
  remove_all(away);
  return 0;
}

void sweep_drafts(const std::string& folder) {
  const UniqueFd drafts = open_folder(drafts_of(folder));
  if (!drafts) return;
  for (const std::string& name : names_in(drafts.get())) {
    const std::string path = drafts_of(folder) + "/" + name;
    const UniqueFd draft = open_folder(path);
    if (!draft || is_ours_alone(draft.get())) remove_all(path);
  }
}

}  // namespace spool::core
