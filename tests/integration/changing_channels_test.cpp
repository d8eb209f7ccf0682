// A broadcast whose sound goes from one set of channels to another: the film has it on its place, in the film's channels.
#include "tests/integration/reel.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace spool::test {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

struct Broadcast {
  std::string name;
  std::array<std::string, 2> layouts;   ///< of its first three seconds, and of its last
  std::vector<std::string> codec;       ///< an encoder, and what its file ends with
  int most = 2;                         ///< channels of the one that has more
};

class ChangingChannels : public Reel, public ::testing::WithParamInterface<Broadcast> {
 protected:
  void made(std::vector<std::string> words) const {
    words.insert(words.begin(), {"ffmpeg", "-nostdin", "-v", "error", "-y"});
    const Ended ended = run(words, here_);
    ASSERT_EQ(ended.code, 0) << ended.err;
  }
  /// A filter that gives every channel what the first one has.
  static std::string everywhere(const std::string& layout) {
    const int channels = layout == "mono" ? 1 : layout == "stereo" ? 2 : 6;
    std::string pan = "pan=" + layout;
    for (int i = 0; i < channels; ++i) pan += "|c" + std::to_string(i) + "=c0";
    return pan;
  }
  /// Of a sixth of a second.
  static double loudness(const Samples& sound, std::int64_t from) {
    double sum = 0;
    for (std::int64_t i = from; i < from + 8000; ++i) sum += std::pow(sound.at(static_cast<std::size_t>(i)), 2);
    return std::sqrt(sum / 8000);
  }
  /// Three seconds of noise, the same in every channel.
  std::string part(int number) const {
    const Broadcast& about = GetParam();
    const auto which = static_cast<std::size_t>(number);
    const std::string file = folder_ / ("part" + std::to_string(number) + "." + about.codec[1]);
    made({"-f", "lavfi", "-i", "anoisesrc=r=48000:d=3:a=0.2:seed=" + std::to_string(number + 1), "-af",
          everywhere(about.layouts[which]), "-c:a", about.codec[0], "-b:a", "192k", file});
    return file;
  }
  /// Returns what its sound is when each part is decoded by itself.
  Samples broadcast() const {
    Samples sound;
    std::string both;
    for (const int number : {0, 1}) {
      const std::string file = part(number);
      const Samples decoded = sound_of(file);
      sound.insert(sound.end(), decoded.begin(), decoded.end());
      both += read_file(file);
    }
    folder_.write("both." + GetParam().codec[1], both);
    made({"-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=6", "-i", folder_ / ("both." + GetParam().codec[1]), "-map", "0:v", "-map", "1:a", "-c:v", "libx264",
          "-preset", "ultrafast", "-g", "12", "-bf", "0", "-c:a", "copy", folder_ / "tv.ts"});
    return sound;
  }
};

TEST_P(ChangingChannels, given_cuts_before_over_and_after_the_change_each_has_its_own_sound) {
  const Samples recording = broadcast();
  const std::array<double, 4> starts = {0.4, 1.2, 2.4, 4.2};
  const std::string film = folder_.write("film.yaml",
      "spool: 1\ninputs: {tv: tv.ts}\n"
      "steps: {clips: {cut: tv, at: [{start: 0.4, end: 1.4}, {start: 1.2, end: 2.2}, {start: 2.4, end: 3.8}, {start: 4.2, end: 5.2}]}}\n"
      "format: {size: 320x180, fps: 25, preset: ultrafast, sample_rate: 48000, channels: 2}\noutput: {clips: film.mp4}\n");
  const auto told = objects(spool({"probe", folder_ / "tv.ts", "--json"}).out).front();
  EXPECT_EQ(told.at("audio").as_array().front().at("channels").as_int64(), GetParam().most);
  const std::string said = done({"run", film});
  EXPECT_THAT(messages(said, "note"), Contains(HasSubstr("its sound changes channels on the way")));
  expect_as_planned(objects(spool({"run", film, "--dry-run", "--format", "json"}).out).front().at("outputs").as_array());

  const Samples sound = sound_of(folder_ / "film.mp4");
  const std::array<double, 4> begun = {0, 1, 2, 3.4};
  std::array<double, 4> kept = {};  // of its loudness: coding takes some of any noise
  for (std::size_t i = 0; i < starts.size(); ++i) {
    constexpr std::int64_t past_the_fade = 2000;
    const auto at = std::llround(begun[i] * 48000) + past_the_fade, there = std::llround(starts[i] * 48000) + past_the_fade;
    const Lag lag = lag_of(sound, at, recording, there, 8000, 1500);
    EXPECT_LE(std::abs(lag.samples), 48) << "clip " << i << ": a transport stream's stamps may be a millisecond off";
    EXPECT_GT(lag.likeness, 0.5) << "clip " << i;
    kept[i] = loudness(sound, at) / loudness(recording, there);
  }
  EXPECT_NEAR(kept[0] / kept[3], 1, 0.15) << "one voice is as loud as two sides that say the same";
  const Lag after = lag_of(sound, std::llround(2.8 * 48000), recording, std::llround(3.2 * 48000), 8000, 1500);
  EXPECT_LE(std::abs(after.samples), 48) << "of the clip that the change is in, what lies behind it";

  const Ended literal = spool({"run", film, "-y", "--no-optimize"});
  EXPECT_EQ(literal.code, 0) << literal.err;
}

INSTANTIATE_TEST_SUITE_P(Of, ChangingChannels,
                         ::testing::Values(Broadcast{"ac3", {"stereo", "5.1"}, {"ac3", "ac3"}, 6}, Broadcast{"ac3_back", {"5.1", "stereo"}, {"ac3", "ac3"}, 6},
                                         Broadcast{"aac", {"mono", "stereo"}, {"aac", "aac"}}, Broadcast{"mp2", {"stereo", "mono"}, {"mp2", "mp2"}}),
                         [](const auto& instance) { return instance.param.name; });

TEST_F(Reel, given_a_broadcast_that_keeps_its_channels_it_is_copied_as_it_was) {
  const Ended made = run({"ffmpeg", "-nostdin", "-v", "error", "-i", folder_ / "game.mp4", "-t", "8", "-c:v", "copy", "-c:a", "ac3", folder_ / "tv.ts"});
  ASSERT_EQ(made.code, 0) << made.err;
  const std::string film = folder_.write("film.yaml", "spool: 1\ninputs: {tv: tv.ts}\nsteps: {clip: {cut: tv, at: [{start: 1, end: 2}]}}\noutput: {clip: film.mp4}\n");
  const Ended plan = spool({"run", film, "--dry-run", "--format", "shell"});
  EXPECT_EQ(plan.out.find("pcm_f32le"), std::string::npos) << plan.out;
  EXPECT_NE(plan.out.find("tv.ts"), std::string::npos) << plan.out << plan.err;
}

}  // namespace
}  // namespace spool::test
