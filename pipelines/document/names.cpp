#include "pipelines/document/names.h"

#include "pipelines/document/values.h"

#include <algorithm>

namespace spool::pipelines {
namespace {

constexpr std::size_t deepest = 64;  // names within names

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::optional<std::string> part_of(std::string_view path, std::string_view part) {
  const std::string_view name = file_name(path);
  const auto dot = name.rfind('.');
  const bool has_extension = dot != std::string_view::npos && dot > 0;
  if (part == "path") return std::string(path);
  if (part == "name") return std::string(name);
  if (part == "stem") return std::string(has_extension ? name.substr(0, dot) : name);
  if (part == "ext") return std::string(has_extension ? name.substr(dot + 1) : "");
  if (part != "dir") return std::nullopt;
  const auto slash = path.rfind('/');
  if (slash == std::string_view::npos) return std::string(".");
  return std::string(slash == 0 ? "/" : path.substr(0, slash));
}

}  // namespace

std::string absolute_path(std::string_view folder, std::string_view path) {
  if (path.starts_with('/')) return std::string(path);
  while (path.starts_with("./")) path.remove_prefix(2);
  std::string whole(folder);
  if (!whole.ends_with('/')) whole += '/';
  return whole + std::string(path);
}

bool check_path(Reading& reading, const Value& value, const std::string& path, std::string_view for_an_address) {
  const auto refuse = [&](std::string message, std::string hint) {
    reading.fault("document.path", reading.place(value.node), std::move(message), std::move(hint));
    return false;
  };
  if (path.empty()) return refuse("a path is empty", "name a file");
  if (path.find('\0') != std::string::npos) return refuse("a path cannot hold a zero byte", "");
  if (is_address(path))
    return refuse(shown(path) + " is an address, not a file", std::string(for_an_address));
  if (begins_at_home(path))
    return refuse("`~` is not replaced by your home folder", "write the whole path");
  const Place at = reading.place(value.node);
  const std::string_view raw = reading.tree().source().from(at.line, at.column);
  const bool drive = raw.size() > 3 && raw[0] == '"' && raw[2] == ':' && raw[3] == '\\';
  if (drive) {
    return refuse(
        "the backslashes of this path are escapes inside \"…\"",
        "use single quotes or forward slashes: '" + std::string(raw.substr(1, raw.find('"', 1) - 1)) + "'");
  }
  return true;
}

std::optional<std::string> read_path(Reading& reading, const Value& value, std::string_view folder) {
  const auto path = reading.text(value, "a path");
  if (!path || !check_path(reading, value, *path, "fetch it first, then name the file")) return std::nullopt;
  return absolute_path(folder, *path);
}

void Names::declare_var(const Value& value) {
  var_order_.emplace_back(value.name);
  names_.emplace(value.name, Name{false, State::waiting, value, {}});
}

void Names::declare_input(std::string_view name, const Value& path) {
  names_.emplace(name, Name{true, State::waiting, path, {}});
}

void Names::bind_var(std::string_view name, std::string value) {
  const auto found = names_.find(name);
  if (found == names_.end()) return;
  found->second.state = State::settled;
  found->second.value = std::move(value);
}

void Names::bind_input(std::string_view name, std::string path) {
  names_.insert_or_assign(std::string(name), Name{true, State::settled, {}, std::move(path)});
}

void Names::settle() {
  for (auto& [name, found] : names_) settle(name, found);
}

void Names::settle(std::string_view name, Name& found) const {
  if (found.state == State::settled) return;
  if (found.state == State::open || open_.size() >= deepest) {
    std::string path;
    for (const std::string& one : open_) path += one + " → ";
    reading_.fault("document.cycle", reading_.place(found.source.node),
                   "names need each other: " + shown(path + std::string(name)),
                   "give one of them a value of its own");
    found.state = State::settled;
    return;
  }
  found.state = State::open;
  open_.emplace_back(name);
  auto value = found.is_input ? read_path(reading_, found.source, folder_) : reading_.text(found.source);
  open_.pop_back();
  found.state = State::settled;
  if (value) found.value = std::move(*value);
}

std::optional<std::string> Names::find(std::string_view name) const {
  if (const auto found = names_.find(name); found != names_.end()) {
    settle(found->first, found->second);
    return found->second.value;
  }
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto input = names_.find(name.substr(0, dot));
  if (input == names_.end() || !input->second.is_input) return std::nullopt;
  settle(input->first, input->second);
  return part_of(input->second.value, name.substr(dot + 1));
}

std::vector<std::string> Names::names() const {
  std::vector<std::string> all;
  for (const auto& [name, found] : names_) {
    all.push_back(name);
    if (!found.is_input) continue;
    for (const char* part : {".path", ".dir", ".name", ".stem", ".ext"}) all.push_back(name + part);
  }
  return all;
}

std::vector<std::pair<std::string, std::string>> Names::vars() const {
  std::vector<std::pair<std::string, std::string>> all;
  for (const std::string& name : var_order_) all.emplace_back(name, names_.find(name)->second.value);
  return all;
}

}  // namespace spool::pipelines
