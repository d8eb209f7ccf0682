// A tone of its own for each speaker: of a channel, what it holds says whose it is.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <sstream>
#include <string>
#include <vector>

namespace spool::test {

struct Tone {
  const char* speaker;
  int hertz;  ///< whole waves fit into `tone_window`
};
inline constexpr std::array<Tone, 11> tones = {{{"FL", 300},
                                                {"FR", 400},
                                                {"FC", 500},
                                                {"LFE", 60},
                                                {"BL", 600},
                                                {"BR", 700},
                                                {"BC", 1000},
                                                {"SL", 800},
                                                {"SR", 900},
                                                {"FLC", 1100},
                                                {"FRC", 1200}}};
constexpr int tone_rate = 48000;
constexpr std::size_t tone_window = 4800;  ///< samples
constexpr double tone_height = 6000;

inline int tone_of(const std::string& speaker) {
  return std::ranges::find_if(tones, [&](const Tone& tone) { return speaker == tone.speaker; })->hertz;
}

/// The words of "FL FR BL BR".
inline std::vector<std::string> speakers_in(const std::string& list) {
  std::istringstream words(list);
  std::vector<std::string> speakers;
  for (std::string word; words >> word;) speakers.push_back(word);
  return speakers;
}

/// Samples, interleaved, in which each channel has its speaker's tone.
inline std::vector<std::int16_t> tone_samples(const std::string& speakers, std::size_t samples) {
  std::vector<std::int16_t> made;
  for (std::size_t i = 0; i < samples; ++i) {
    for (const std::string& speaker : speakers_in(speakers)) {
      const double turn = 2 * std::numbers::pi * tone_of(speaker) * static_cast<double>(i) / tone_rate;
      made.push_back(static_cast<std::int16_t>(tone_height * std::sin(turn)));
    }
  }
  return made;
}

/// The same as a source of ffmpeg's (lavfi).
inline std::string tone_source(const std::string& layout, const std::string& speakers, int seconds) {
  std::string waves;
  for (const std::string& speaker : speakers_in(speakers)) {
    waves += (waves.empty() ? "" : "|") + std::string("0.18*sin(2*PI*t*") + std::to_string(tone_of(speaker)) + ")";
  }
  return "aevalsrc=exprs=" + waves + ":c=" + layout + ":s=" + std::to_string(tone_rate) + ":d=" + std::to_string(seconds);
}

/// How high a tone's wave is among samples of one channel.
inline double height_of(const std::vector<double>& samples, int hertz) {
  double along = 0, across = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double turn = 2 * std::numbers::pi * hertz * static_cast<double>(i) / tone_rate;
    along += samples[i] * std::cos(turn);
    across += samples[i] * std::sin(turn);
  }
  return 2 * std::hypot(along, across) / static_cast<double>(samples.size());
}

/// Whose tones each channel of interleaved samples holds from sample `at` on, "FL FR BL+FC -": those that are not far below what they were
/// made as.
inline std::string heard_in(const std::vector<std::int16_t>& samples, std::size_t channels, std::size_t at) {
  std::string heard;
  for (std::size_t channel = 0; channel < channels; ++channel) {
    std::vector<double> one;
    for (std::size_t i = at; i < at + tone_window; ++i) one.push_back(samples.at(i * channels + channel));
    std::string found;
    for (const Tone& tone : tones) {
      if (height_of(one, tone.hertz) > tone_height / 10) found += (found.empty() ? "" : "+") + std::string(tone.speaker);
    }
    heard += (heard.empty() ? "" : " ") + (found.empty() ? "-" : found);
  }
  return heard;
}

}  // namespace spool::test
