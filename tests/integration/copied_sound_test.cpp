// One stretch of one recording, with nothing done to its sound: the film has the source's own packets, and begins at the
// sample. Its truth is the source, decoded. Source: EXACT, "Sound".
#include "tests/integration/reel.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <sstream>

namespace spool::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class CopiedSound : public Reel {
 protected:
  /// Twelve seconds of noise with a picture. `words`: of the encoding.
  std::string recording(const std::string& name, std::vector<std::string> words = {}) const {
    std::vector<std::string> argv = {"ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=320x180:duration=12:rate=25"};
    if (std::ranges::find(words, "-itsoffset") != words.end()) {
      argv.insert(argv.end(), words.begin(), words.end());
      words.clear();
    }
    // Without noise that each decoder makes up for itself.
    for (const char* word : {"-f", "lavfi", "-i", "anoisesrc=duration=12:sample_rate=48000:amplitude=0.3:seed=5", "-ac", "2", "-c:v", "libx264", "-preset",
                             "ultrafast", "-g", "50", "-c:a", "aac", "-aac_pns", "0"}) {
      argv.emplace_back(word);
    }
    argv.insert(argv.end(), words.begin(), words.end());
    argv.push_back(folder_ / name);
    const Ended made = run(argv, here_);
    EXPECT_EQ(made.code, 0) << made.err;
    return folder_ / name;
  }
  std::string cut(const std::string& file, double start, double end, const std::string& more = "", const std::string& film = "film.mp4") const {
    return folder_.write("film.yaml", "spool: 1\ninputs: {game: " + file + "}\nsteps: {clip: {cut: game, at: [{start: " + std::to_string(start) +
                                          ", end: " + std::to_string(end) + "}]}}\n" + more + "output: {clip: " + film + "}\n");
  }
  /// Whether the plan means to take the sound's packets as they are.
  bool copies(const std::string& document) const {
    const Ended plan = spool({"run", document, "--dry-run", "--format", "shell"});
    EXPECT_EQ(plan.code, 0) << plan.err;
    return plan.out.find("'-avoid_negative_ts'") != std::string::npos;
  }
  static std::vector<std::string> packets_of(const std::string& file) {
    std::vector<std::string> digests;
    const Ended told = run({"ffmpeg", "-nostdin", "-v", "error", "-i", file, "-map", "0:a:0", "-c", "copy", "-f", "framemd5", "-"});
    for (const std::string& line : lines_of(told.out)) {
      std::istringstream columns(line);
      std::string column;
      for (int i = 0; i < 6; ++i) std::getline(columns, column, ',');  // what follows is beside the packet
      if (!line.empty() && line.front() != '#') digests.push_back(column);
    }
    return digests;
  }
  /// Renders it, and expects the source's packets and samples.
  void expect_the_same_sound(const std::string& file, double start, double end) const {
    SCOPED_TRACE(file + " from " + std::to_string(start) + " to " + std::to_string(end));
    const std::string document = cut(file, start, end);
    ASSERT_TRUE(copies(document));
    EXPECT_THAT(events(done({"run", document, "-y"}), "job.retrying"), IsEmpty());
    expect_as_planned(objects(spool({"run", document, "--dry-run", "-y", "--format", "json"}).out).front().at("outputs").as_array());
    EXPECT_EQ(spool({"verify", folder_ / "film.mp4"}).code, 0);

    const std::vector<std::string> all = packets_of(file), some = packets_of(folder_ / "film.mp4");
    EXPECT_NE(std::ranges::search(all, some).begin(), all.end()) << some.size() << " of " << all.size();
    const Samples whole = sound_of(file), sound = sound_of(folder_ / "film.mp4");
    const auto wanted = std::llround((end - start) * 48000);
    ASSERT_GE(std::ssize(sound), wanted);
    const auto found = std::ranges::search(whole, std::ranges::subrange(sound.begin(), sound.begin() + wanted));
    ASSERT_FALSE(found.empty()) << "its samples are not the source's";
    // A picture begins every 40 ms, and the clip at the first one that its start is not behind.
    EXPECT_EQ(std::distance(whole.begin(), found.begin()), std::llround(start * 48000));
  }
};

class LongCopiedSound : public CopiedSound {};

TEST_F(LongCopiedSound, given_cuts_anywhere_packets_and_samples_are_the_sources) {
  const std::string file = recording("own.mp4");
  std::mt19937 random(7);
  for (int i = 0; i < 6; ++i) {
    const int first = static_cast<int>(random() % 150), length = 10 + static_cast<int>(random() % 100);
    expect_the_same_sound(file, first / 25.0, (first + length) / 25.0);
  }
  expect_the_same_sound(file, 0, 2);
  expect_the_same_sound(file, 0.04, 2);
  expect_the_same_sound(recording("own.mov"), 4, 5);
}

TEST_F(CopiedSound, given_a_recording_cut_before_its_edit_list_is_kept_to) {
  const std::string whole = recording("whole.mp4");
  const Ended made = run({"ffmpeg", "-nostdin", "-v", "error", "-ss", "3.3", "-i", whole, "-c", "copy", folder_ / "own.mp4"}, here_);
  ASSERT_EQ(made.code, 0) << made.err;
  const std::string document = cut(folder_ / "own.mp4", 1, 3);
  ASSERT_TRUE(copies(document));
  done({"run", document});
  const Samples source = sound_of(folder_ / "own.mp4"), sound = sound_of(folder_ / "film.mp4");
  const auto found = std::ranges::search(source, std::ranges::subrange(sound.begin(), sound.begin() + 90000));
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(spool({"verify", folder_ / "film.mp4"}).code, 0);
}

TEST_F(CopiedSound, given_anything_done_to_it_or_said_of_it_it_is_encoded) {
  const std::string file = recording("own.mp4");
  EXPECT_TRUE(copies(cut(file, 1, 3)));
  EXPECT_FALSE(copies(cut(file, 1, 3, "format: {audio_bitrate: 96k}\n")));
  EXPECT_FALSE(copies(cut(file, 1, 3, "format: {channels: 1}\n")));
  EXPECT_FALSE(copies(cut(file, 1, 3, "format: {sample_rate: 44100}\n")));
  EXPECT_FALSE(copies(cut(file, 1, 3, "", "film.mkv"))) << "an mkv shows what an edit list hides";
  EXPECT_FALSE(copies(cut(recording("late.mp4", {"-itsoffset", "0.5"}), 0.2, 3))) << "it begins with silence";
  EXPECT_FALSE(copies(folder_.write("film.yaml", "spool: 1\ninputs: {game: own.mp4}\nsteps:\n  clip: {cut: game, at: [{start: 1, end: 3}]}\n"
                                                 "  loud: {effect: clip, apply: [volume: 1.5]}\noutput: {loud: film.mp4}\n")));
  EXPECT_FALSE(copies(folder_.write("film.yaml", "spool: 1\ninputs: {game: own.mp4}\nsteps: {clip: {cut: game, at: [{start: 1, end: 3}, {start: 5, end: 6}]}}\n"
                                                 "output: {clip: film.mp4}\n")));
}

TEST_F(CopiedSound, given_a_copy_that_is_not_all_there_it_is_told_and_encoded) {
  const std::string document = cut(recording("own.mp4"), 1, 3);
  const std::string ffmpeg = script("bin/ffmpeg",
                                    real_ffmpeg() + " \"$@\" || exit\ncase \"$*\" in *copypriorss*) ;; *) exit ;; esac\nfor made; do :; done\n"
                                    "made=${made#file:}\n" + real_ffmpeg() + " -nostdin -v error -y -i \"$made\" -t 1 -c copy -f mp4 short && mv short \"$made\"");
  const std::string said = done({"run", document, "--ffmpeg", ffmpeg});
  const auto again = events(said, "job.retrying");
  ASSERT_EQ(again.size(), 1U) << said;
  EXPECT_THAT(text_of(again.front(), "reason"), HasSubstr("has to be encoded: it holds"));
  EXPECT_EQ(spool({"verify", folder_ / "film.mp4"}).code, 0);
  EXPECT_GE(std::ssize(sound_of(folder_ / "film.mp4")), 96000);
}

}  // namespace
}  // namespace spool::test
