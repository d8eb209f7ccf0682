#include "tests/simulation/disk.h"

namespace spool::simulation {

void Disk::write(const std::string& name, Content content) {
  names_[name] = files_.size();
  files_.push_back({content, 0});
}

void Disk::sync_file(const std::string& name) {
  const auto found = names_.find(name);
  if (found != names_.end()) files_[found->second].synced = files_[found->second].content;
}

void Disk::rename(const std::string& from, const std::string& to) {
  const auto found = names_.find(from);
  if (found == names_.end()) return;
  names_[to] = found->second;
  names_.erase(from);
}

void Disk::remove_ending(std::string_view end) {
  std::erase_if(names_, [&](const auto& entry) { return entry.first.ends_with(end); });
}

std::optional<Content> Disk::read(const std::string& name) const {
  const auto found = names_.find(name);
  if (found == names_.end()) return std::nullopt;
  return files_[found->second].content;
}

std::optional<Content> Disk::durable(const std::string& name) const {
  const auto found = durable_names_.find(name);
  const auto now = names_.find(name);
  if (found == durable_names_.end() || now == names_.end() || now->second != found->second)
    return std::nullopt;
  const File& file = files_[found->second];
  if (file.synced != file.content) return std::nullopt;
  return file.content;
}

void Disk::lose_power(Dice& dice) {
  Names left = durable_names_;
  for (const auto& [name, file] : names_) {
    const auto durable = durable_names_.find(name);
    const bool same = durable != durable_names_.end() && durable->second == file;
    if (!same && dice.chance(50)) left[name] = file;
  }
  for (const auto& [name, file] : durable_names_) {
    if (!names_.contains(name) && dice.chance(50)) left.erase(name);
  }
  names_ = durable_names_ = left;
  for (File& file : files_) {
    if (file.synced != file.content && dice.chance(50)) file.content = 0;
    file.synced = file.content;
  }
}

}  // namespace spool::simulation
