// Twenty kinds of source, as cameras, phones, recorders and converters make them: real footage, and marked pictures
// with noise for what no package ships. Each with what is known of it by other means than Spool's.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace spool::test {

struct PairSource {
  std::string file;
  double start, end;  ///< of the moment that is shown, in seconds
  double aspect;      ///< of the whole picture as displayed, width to height
  std::string rate{};   ///< of a film that takes its format from it
  int sample_rate = 0, channels = 0;  ///< likewise; 0: it has no sound
  std::string pace;   ///< what is said about it: how fast its pictures follow each other,
  std::vector<std::string> decided{};  ///< and what is unusual
  /// The number that a picture shows, by its index; not there: real footage.
  std::function<int(int)> number{};
  /// ffmpeg's arguments, run where the material lies.
  std::function<std::vector<std::string>()> recipe{};
  int track = 1;
  double sound_slack = 0;  ///< seconds, where a container tells sound's times coarsely
  bool sound_gaps = false;
  bool is_silent = false;  ///< its sound is silence
  std::function<void(const std::string& path)> finish{};  ///< what ffmpeg's arguments cannot do
  std::function<double(int)> aspect_of_number{};          ///< where it changes

  [[nodiscard]] double aspect_at(int shown) const { return aspect_of_number ? aspect_of_number(shown) : aspect; }
  [[nodiscard]] bool is_variable() const { return pace.ends_with("variable"); }
  [[nodiscard]] bool is_marked() const { return static_cast<bool>(number); }
};

const std::vector<PairSource>& pair_sources();

/// Its path; made at first use.
std::string path_of(const PairSource& source);

}  // namespace spool::test
