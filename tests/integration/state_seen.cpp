#include "tests/integration/state_seen.h"

#include <boost/json/parse.hpp>

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <regex>
#include <stdexcept>

namespace spool::test {
namespace {

namespace fs = std::filesystem;

struct Close {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

/// A database in a folder of its own, with the log that lies beside it.
class Copy {
 public:
  explicit Copy(const std::string& path) {
    for (const char* end : {"", "-wal"}) {
      std::error_code none;
      fs::copy_file(path + end, folder_ / (std::string("copy") + end), none);
    }
    sqlite3* opened = nullptr;
    sqlite3_open_v2((folder_ / "copy").c_str(), &opened, SQLITE_OPEN_READWRITE, nullptr);
    database_.reset(opened);
  }

  /// Rows of two texts.
  std::vector<std::array<std::string, 2>> rows(const char* sql) const {
    std::vector<std::array<std::string, 2>> found;
    sqlite3_stmt* prepared = nullptr;
    if (sqlite3_prepare_v2(database_.get(), sql, -1, &prepared, nullptr) != SQLITE_OK) return found;
    const std::unique_ptr<sqlite3_stmt, Close> statement(prepared);
    while (sqlite3_step(prepared) == SQLITE_ROW) found.push_back({text(prepared, 0), text(prepared, 1)});
    return found;
  }

 private:
  static std::string text(sqlite3_stmt* statement, int column) {
    const auto* const bytes = sqlite3_column_text(statement, column);
    return bytes == nullptr ? std::string() : reinterpret_cast<const char*>(bytes);
  }

  Folder folder_;
  std::unique_ptr<sqlite3, Close> database_;
};

bool says(const boost::json::object& event, const char* name, const char* value) {
  const auto* const found = event.if_contains(name);
  return found != nullptr && found->is_string() && found->as_string() == value;
}

}  // namespace

OnRecord on_record(const std::string& state) {
  OnRecord seen;
  if (!fs::exists(state + "/journal.db")) return seen;
  const Copy journal(state + "/journal.db");
  for (const auto& row : journal.rows("select id, '' from runs")) seen.runs.insert(row[0]);
  for (const auto& [kind, body] : journal.rows("select kind, body from events order by run, n")) {
    if (kind != "job.done" && kind != "run.ended") continue;
    const boost::json::value event = boost::json::parse(body);
    if (kind == "run.ended") {
      seen.ended = seen.ended || !says(event.as_object(), "outcome", "interrupted");
    } else if (says(event.as_object(), "outcome", "succeeded")) {
      seen.finished.insert(std::string(event.at("job").as_string()));
    }
  }
  return seen;
}

std::string integrity(const std::string& database) {
  const auto rows = Copy(database).rows("pragma integrity_check");
  return rows.empty() ? "cannot be read" : rows.front()[0];
}

std::vector<std::string> files_below(const std::string& folder) {
  std::vector<std::string> found;
  std::error_code none;
  for (const auto& entry : fs::recursive_directory_iterator(folder, none)) found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<std::string> left_in(const std::string& state) {
  static const std::regex explained(
      "(journal|facts)\\.(db|lock|db\\.opening)|runs|cache(/new)?|cache/[0-9a-f]{2}(/[0-9a-f]{32}(/"
      "1-[0-9]+-[0-9a-f]{32})?)?");
  std::vector<std::string> left;
  for (const std::string& path : files_below(state)) {
    const std::string name = fs::path(path).lexically_relative(state);
    if (!std::regex_match(name, explained)) left.push_back(name);
  }
  return left;
}

std::vector<std::string> half_placed_in(const std::string& folder) {
  std::vector<std::string> found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename();
    if (name.find(".spool-") == 0) found.push_back(name);
  }
  return found;
}

}  // namespace spool::test
