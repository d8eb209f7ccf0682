#include "pipelines/planning/job_key_filters.h"

#include "pipelines/ffmpeg/capabilities.h"

#include <algorithm>
#include <array>

namespace spool::pipelines {

std::vector<std::string> files_named_in(std::string_view chain) {
  constexpr std::string_view separators = "=:,;[]|'\n";
  constexpr std::string_view blanks = " \t\r";
  std::vector<std::string> files;
  std::string word;
  const auto end_word = [&] {
    word.erase(0, word.find_first_not_of(blanks));
    word.erase(word.find_last_not_of(blanks) + 1);
    if (word.starts_with('/')) files.push_back(word);
    word.clear();
  };
  for (std::size_t at = 0; at < chain.size(); ++at) {
    if (chain[at] == '\\' && at + 1 < chain.size()) {
      word += chain[++at];
    } else if (separators.find(chain[at]) != std::string_view::npos) {
      end_word();
    } else {
      word += chain[at];
    }
  }
  end_word();
  return files;
}

bool asks_the_machine(std::string_view chain) {
  constexpr std::array<std::string_view, 12> always = {"subtitles", "ass",   "frei0r", "frei0r_src",
                                                       "ladspa",    "lv2",   "zmq",    "azmq",
                                                       "ocv",       "flite", "derain", "sr"};
  const std::vector<std::string> names = filter_names(chain);
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    const std::string_view filter = std::string_view(name).substr(0, name.find('@'));
    if (filter == "drawtext") return chain.find("fontfile") == std::string_view::npos;
    return filter.starts_with("dnn_") || std::find(always.begin(), always.end(), filter) != always.end();
  });
}

}  // namespace spool::pipelines
