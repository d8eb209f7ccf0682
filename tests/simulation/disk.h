// A disk that keeps what was synced and no more: a file's bytes by a sync of the file, its name by one of the
// folder.
#pragma once

#include "tests/simulation/dice.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spool::simulation {

/// Bytes stand for themselves by a number; 0: torn.
using Content = std::uint64_t;

class Disk {
 public:
  void write(const std::string& name, Content content);
  void sync_file(const std::string& name);
  void rename(const std::string& from, const std::string& to);
  void sync_folder() { durable_names_ = names_; }
  void remove_ending(std::string_view end);

  /// As a process sees it.
  [[nodiscard]] std::optional<Content> read(const std::string& name) const;
  /// As it is certain to be after a power loss. None: it may be gone, or torn.
  [[nodiscard]] std::optional<Content> durable(const std::string& name) const;
  /// What was not synced is there, or is not, by the dice.
  void lose_power(Dice& dice);

 private:
  struct File {
    Content content = 0;
    Content synced = 0;
  };
  using Names = std::map<std::string, std::size_t>;

  std::vector<File> files_;  ///< never reused
  Names names_, durable_names_;
};

}  // namespace spool::simulation
