// A hundred joins of one recording: where drift, clicks and neighbours' frames would show. Its truth is the
// recording itself, decoded. Source: EXACT, "Which frames", "Sound".
#include "tests/integration/film.h"
#include "tests/integration/sound.h"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <set>
#include <sstream>

namespace spool::test {
namespace {

constexpr int clip_count = 101;
constexpr double film_rate = 30;
constexpr double sample_rate = 44100;

struct ReelCut {
  double start, end;  ///< seconds, as asked for
  Shown shown;
};

/// All over the recording, each of another length.
std::vector<ReelCut> cuts(const std::vector<double>& times) {
  std::vector<ReelCut> all;
  for (int i = 0; i < clip_count; ++i) {
    ReelCut cut{0.35 + 1.77 * i, 0, {}};
    cut.end = cut.start + 0.8 + (i * 37 % 90) / 100.0;
    cut.shown = shown_in(times, cut.start, cut.end, film_rate);
    all.push_back(cut);
  }
  return all;
}

std::string document(const std::vector<ReelCut>& all) {
  std::ostringstream text;
  text << "spool: 1\ninputs: {game: '" << footage("wannaworktogether.mp4") << "'}\nsteps:\n  clips: {cut: game, at: [";
  for (const ReelCut& cut : all) text << "{start: " << cut.start << ", end: " << cut.end << "}, ";
  text << "]}\nformat: {size: 320x180, fps: 30, crf: 30, preset: ultrafast, audio_bitrate: 256k}\noutput: {clips: film.mp4}\n";
  return text.str();
}

int step(const Samples& sound, std::int64_t at) {
  const auto here = static_cast<std::size_t>(at);
  return std::abs(sound[here] - sound[here - 1]);
}

/// The largest step of the recording within a twentieth of a second.
int steps_about(const Samples& recording, double seconds) {
  const auto middle = static_cast<std::int64_t>(seconds * sample_rate);
  int largest = 0;
  for (std::int64_t at = middle - 2205; at < middle + 2205; ++at) {
    if (at > 0 && at < static_cast<std::int64_t>(recording.size())) largest = std::max(largest, step(recording, at));
  }
  return largest;
}

/// Distances of the pictures' stamps, each that occurs.
std::set<std::int64_t> distances(const std::string& film) {
  const Ended told =
      run({"ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "packet=pts", "-of", "csv=p=0", film});
  std::set<std::int64_t> stamps, between;
  for (const std::string& line : lines_of(told.out)) {
    if (!line.empty()) stamps.insert(std::stoll(line));
  }
  for (auto one = stamps.begin(), next = one; one != stamps.end(); one = next) {
    if (++next != stamps.end()) between.insert(*next - *one);
  }
  return between;
}

TEST(Long, HundredJoinsOfOneRecordingAreExactToThePictureAndToTheSample) {
  const Folder folder;
  const Surroundings here{folder.path(), {}, {}};
  const std::vector<ReelCut> all = cuts(showing_times(footage("wannaworktogether.mp4")));
  const std::string film = folder.write("film.yaml", document(all));
  const Ended plan = run(spool_with(folder, {"run", film, "--dry-run", "--format", "json"}), here);
  ASSERT_EQ(plan.code, 0) << plan.err;
  const auto outputs = boost::json::parse(plan.out).as_object().at("outputs").as_array();
  std::int64_t frames = 0;
  for (const ReelCut& cut : all) frames += cut.shown.frames;
  EXPECT_EQ(outputs.front().as_object().at("frames").as_int64(), frames);
  EXPECT_EQ(outputs.front().as_object().at("samples").as_int64(),
            std::llround(static_cast<double>(frames) * sample_rate / film_rate));

  const Ended rendered = run(spool_with(folder, {"run", film, "--json"}), here);
  ASSERT_EQ(rendered.code, 0) << rendered.err;
  expect_as_planned(outputs);
  EXPECT_EQ(distances(folder / "film.mp4").size(), 1U) << "uneven stamps";

  const Samples sound = sound_of(folder / "film.mp4"), recording = sound_of(footage("wannaworktogether.mp4"));
  std::int64_t begun = 0;
  for (int i = 0; i < clip_count; ++i) {
    const ReelCut& cut = all[static_cast<std::size_t>(i)];
    const std::int64_t at = std::llround(static_cast<double>(begun) * sample_rate / film_rate);
    if (i == 0 || i == clip_count / 2 || i + 1 == clip_count) {
      constexpr std::int64_t past_the_fade = 2000;
      const std::int64_t there = std::llround(cut.shown.from * sample_rate);
      EXPECT_EQ(lag_of(sound, at + past_the_fade, recording, there + past_the_fade, 8000, 1500).samples, 0) << "clip " << i;
    }
    if (i > 0) {
      constexpr int of_the_codec = 300;
      const int largest = std::max(steps_about(recording, cut.shown.from), steps_about(recording, all[static_cast<std::size_t>(i - 1)].end));
      EXPECT_LE(step(sound, at), largest + of_the_codec) << "a click before clip " << i;
    }
    begun += cut.shown.frames;
  }
}

}  // namespace
}  // namespace spool::test
