// Every code that the sources give stands in pipelines/reference/errors.md, and nothing stands there that
// nobody gives.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::set<std::string> found(const std::string& text, const std::regex& expression) {
  std::set<std::string> words;
  for (auto it = std::sregex_iterator(text.begin(), text.end(), expression); it != std::sregex_iterator();
       ++it) {
    words.insert((*it)[1]);
  }
  return words;
}

const std::string codes =
    R"((?:usage|document|moments|output|input|render|ffmpeg|hook|cache|machine|state|disk|work|clip|run|note)\.[a-z_]+)";

/// Files that give names of events (the journal's, those of `--json`), which look alike and are no codes.
bool names_events(const std::filesystem::path& path) {
  const std::string name = path.filename();
  return name == "event_words.h" || name == "event_json.cpp" || name == "event_read.cpp" || name == "appender.cpp";
}

std::set<std::string> codes_in_sources() {
  std::set<std::string> all;
  for (const char* room : {"core", "pipelines", "cli"}) {
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::string(SPOOL_SOURCE_DIR "/") + room)) {
      const auto extension = entry.path().extension();
      if ((extension != ".cpp" && extension != ".h") || names_events(entry.path())) continue;
      all.merge(found(text_of(entry.path()), std::regex("\"(" + codes + ")\"")));
    }
  }
  return all;
}

TEST(ErrorCodes, EveryCodeOfTheSourcesIsListed) {
  const auto listed =
      found(text_of(SPOOL_SOURCE_DIR "/pipelines/reference/errors.md"), std::regex("`(" + codes + ")`"));
  for (const std::string& code : codes_in_sources()) {
    EXPECT_TRUE(listed.contains(code))
        << "add a row to pipelines/reference/errors.md: | `" << code << "` | what it means |";
  }
}

TEST(ErrorCodes, EveryListedCodeIsGivenBySomeSource) {
  const auto given = codes_in_sources();
  const auto listed = found(text_of(SPOOL_SOURCE_DIR "/pipelines/reference/errors.md"),
                            std::regex("\\| `(" + codes + ")` \\|"));
  for (const std::string& code : listed) {
    EXPECT_TRUE(given.contains(code))
        << "no source gives `" << code << "`: remove its row from pipelines/reference/errors.md";
  }
}

}  // namespace
