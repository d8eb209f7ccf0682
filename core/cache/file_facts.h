// What is known of files as long as they stay who they are: their digests, what a probe told. STATE/facts.db
// (SQLite). So that a second run reads no input and starts no ffprobe. Blocks: call it on a helper thread.
#pragma once

#include "core/error.h"
#include "core/file_identity.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace spool::core {

class FileFacts {
 public:
  /// `read_only` (a dry run): makes nothing, and a missing file reads as empty. A damaged file is made anew:
  /// these are facts that can be found again. Errors as SqliteStore's.
  static Result<FileFacts> open(const std::string& state, bool read_only = false);
  FileFacts(FileFacts&&) noexcept;
  FileFacts& operator=(FileFacts&&) noexcept;
  ~FileFacts();

  /// `kind`: "digest", "sample", "media/1", … The value as it was put; none: not known, or the file is
  /// another one by now.
  [[nodiscard]] std::optional<std::string> find(const FileIdentity& identity, std::string_view kind) const;
  /// Best effort: what cannot be kept is found again next time.
  void put(const FileIdentity& identity, std::string_view kind, std::string_view value);
  /// Whether any file is known to have this value of that kind (a sample): then reading all of one may pay.
  [[nodiscard]] bool has_value(std::string_view kind, std::string_view value) const;
  /// Drops what was not used since `days` ago.
  void trim(int days);

 private:
  struct Connection;
  explicit FileFacts(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> connection_;
};

}  // namespace spool::core
