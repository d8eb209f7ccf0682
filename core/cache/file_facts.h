// What is known of files as long as they stay who they are: their digests, what a probe told. STATE/facts.db
// (SQLite, synchronous=NORMAL: what a power loss takes is found again). So that a second run reads no input
// and starts no ffprobe. Blocks: call it on a helper thread.
//
// A file that changed within the same tick of its file system's clock in which it was looked at would change
// without a sign (what git calls racily clean). So nothing is kept of a file whose identity was taken that
// early (FileIdentity::young): its facts are found again in the next run, by then for good. Identities are to
// be taken before what is kept of them is read.
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
  /// `read_only` (a dry run): makes nothing, and what cannot be read is empty. A damaged file is made anew:
  /// these are facts that can be found again. Spools of other versions use other tables of the same file.
  /// Errors as SqliteStore's, but for `state.damaged` and `state.newer`.
  static Result<FileFacts> open(const std::string& state, bool read_only = false);
  FileFacts(FileFacts&&) noexcept;
  FileFacts& operator=(FileFacts&&) noexcept;
  ~FileFacts();

  /// Kinds of facts: hashes of the whole and of a sample (core/cache/digest.h). Whoever knows others names them.
  static constexpr std::string_view digest = "digest";
  static constexpr std::string_view sample = "sample";

  /// `kind`: `digest`, `sample`, "media/1", … The value as it was put; none: not known, or the file is
  /// another one by now.
  [[nodiscard]] std::optional<std::string> find(const FileIdentity& identity, std::string_view kind) const;
  /// Best effort: what cannot be kept is found again next time.
  void put(const FileIdentity& identity, std::string_view kind, std::string_view value);
  /// Whether any file is known to have this value (of at most 64 bytes: a digest) of that kind: if it is a
  /// sample, reading all of one may pay.
  [[nodiscard]] bool has_value(std::string_view kind, std::string_view value) const;
  /// Drops what was not used since `days` ago.
  void trim(int days);

 private:
  struct Connection;
  explicit FileFacts(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> connection_;
};

}  // namespace spool::core
