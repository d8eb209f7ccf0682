// fake-ffmpeg: does what its script says (fake_actions.h). The script is $SPOOL_FAKE_FFMPEG (words separated
// by line breaks or spaces; "@FILE" reads them from there), whatever the arguments are; without it, the
// arguments are the script.
#include "tests/fake/fake_actions.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace {

std::vector<std::string> words_of(std::istream& text) {
  std::vector<std::string> words;
  for (std::string word; text >> word;) words.push_back(word);
  return words;
}

std::vector<std::string> script_of(int argc, char** argv) {
  const char* script = std::getenv("SPOOL_FAKE_FFMPEG");
  if (script == nullptr) return {argv + 1, argv + argc};
  if (script[0] == '@') {
    std::ifstream file(script + 1);
    return words_of(file);
  }
  std::istringstream text(script);
  return words_of(text);
}

std::string with_output(std::string word, const std::string& output) {
  const std::string place = "{out}";
  if (const std::size_t at = word.find(place); at != std::string::npos)
    word.replace(at, place.size(), output);
  return word;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string output = argc > 1 ? argv[argc - 1] : "";
  for (const std::string& word : script_of(argc, argv)) {
    if (spool::fake::act(with_output(word, output))) continue;
    std::fprintf(stderr, "fake-ffmpeg: I cannot %s\n", word.c_str());
    return 64;
  }
  return 0;
}
