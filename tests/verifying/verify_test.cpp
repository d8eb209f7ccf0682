// Films made wrong on purpose, each in one way: what `verify` says about them, by the real ffprobe.
#include "pipelines/verifying/verify.h"

#include "core/child_runner.h"
#include "pipelines/verifying/verify_report.h"
#include "tests/integration/child.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace spool::pipelines {
namespace {

using test::Folder;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using Words = std::vector<std::string>;

core::Result<FilmVerdict> verified(const std::string& path) {
  boost::asio::io_context loop;
  core::ChildRunner runner(loop.get_executor());
  std::optional<core::Result<FilmVerdict>> verdict;
  boost::asio::co_spawn(loop, verify_film(runner, {}, path),
                        [&](const std::exception_ptr& fault, core::Result<FilmVerdict> judged) {
                          EXPECT_FALSE(fault) << "verifying threw";
                          verdict = std::move(judged);
                        });
  loop.run();
  EXPECT_EQ(runner.running(), 0U) << "a child is left";
  return std::move(*verdict);
}

class Verify : public ::testing::Test {
 protected:
  /// Four seconds at 25 fps, every picture a keyframe, with AAC; its index in front.
  static void SetUpTestSuite() {
    films_ = std::make_unique<Folder>();
    ffmpeg({"-f",      "lavfi",     "-i",        "testsrc2=s=160x90:r=25:d=4",
            "-f",      "lavfi",     "-i",        "sine=440:r=48000:d=4",
            "-c:v",    "libx264",   "-threads",  "1",
            "-preset", "ultrafast", "-g",        "1",
            "-c:a",    "aac",       "-movflags", "+faststart",
            good()});
  }
  static void TearDownTestSuite() { films_.reset(); }

  static void ffmpeg(Words words) {
    words.insert(words.begin(), {"ffmpeg", "-nostdin", "-v", "error", "-threads", "1"});
    const test::Ended ended = test::run(words);
    ASSERT_EQ(ended.code, 0) << "ffmpeg failed (apt-get install ffmpeg): " << ended.err;
  }
  static std::string good() { return *films_ / "good.mp4"; }

  /// Made of the good film with these words of ffmpeg's.
  std::string made(Words words, const std::string& name = "wrong.mp4") const {
    words.insert(words.begin(), {"-i", good()});
    words.push_back(folder_ / name);
    ffmpeg(words);
    return folder_ / name;
  }

  /// The only property that does not hold.
  static FilmCheck only_fault(const std::string& path) {
    const auto verdict = verified(path);
    EXPECT_TRUE(verdict) << (verdict ? "" : verdict.error().message);
    if (!verdict) return {};
    EXPECT_EQ(std::ranges::count(verdict->checks, false, &FilmCheck::ok), 1) << verify_text(path, *verdict);
    const auto found = std::ranges::find(verdict->checks, false, &FilmCheck::ok);
    return found == verdict->checks.end() ? FilmCheck() : *found;
  }
  static FilmCheck check_of(const FilmVerdict& verdict, FilmProperty property) {
    return *std::ranges::find(verdict.checks, property, &FilmCheck::property);
  }

  Folder folder_;

 private:
  static std::unique_ptr<Folder> films_;
};

std::unique_ptr<Folder> Verify::films_;

TEST_F(Verify, GivenAGoodFilmInAnyContainer_EverythingHolds) {
  Words films = {good()};
  for (const char* name : {"good.mkv", "good.mov", "good.ts"}) films.push_back(made({"-c", "copy"}, name));
  films.push_back(made({"-c:v", "copy", "-c:a", "libopus"}, "opus.mkv"));
  films.push_back(made({"-c:v", "copy", "-c:a", "pcm_s16le"}, "pcm.mov"));
  films.push_back(made({"-vn", "-c:a", "copy"}, "sound.m4a"));
  for (const std::string& path : films) {
    const auto verdict = verified(path);
    ASSERT_TRUE(verdict) << path << ": " << verdict.error().message;
    EXPECT_TRUE(verdict->ok()) << verify_text(path, *verdict);
  }
}

TEST_F(Verify, GivenAGoodFilm_CountsItsFramesAndItsSamplesWithoutPriming) {
  const auto verdict = verified(good());
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->frames, 100);
  EXPECT_GE(verdict->samples, 4 * 48000);
  EXPECT_LT(verdict->samples, 4 * 48000 + 1024);
  EXPECT_EQ(verdict->seconds, Rational(4));
}

TEST_F(Verify, GivenAnHdrFilm_IsJudgedAsAnyOther) {
  const auto verdict = verified(made({"-c", "copy", "-bsf:v", "h264_metadata=transfer_characteristics=16"}));
  ASSERT_TRUE(verdict) << verdict.error().message;
  EXPECT_TRUE(verdict->ok()) << verify_text("hdr", *verdict);
}

TEST_F(Verify, GivenADroppedFrame_TheStepIsUnevenThere) {
  const FilmCheck fault = only_fault(made({"-c", "copy", "-bsf:v", R"(noise=drop=eq(n\,60))"}));
  EXPECT_EQ(fault.property, FilmProperty::evenly_spaced);
  EXPECT_EQ(fault.at, Rational(59, 25));
  EXPECT_EQ(fault.reason, "1 of 98 steps uneven, first at 2.360 s: 80 ms instead of 40 ms");
}

TEST_F(Verify, GivenAVariableRate_SaysSo) {
  const FilmCheck fault = only_fault(made({"-c", "copy", "-bsf:v", R"(setts=ts=TS+100*mod(N\,3))"}));
  EXPECT_EQ(fault.property, FilmProperty::evenly_spaced);
  EXPECT_THAT(fault.reason, StartsWith("variable, first at 0."));
}

TEST_F(Verify, GivenAGapInTheSound_SaysWhereAndHowMuchIsMissing) {
  const FilmCheck fault = only_fault(made({"-c", "copy", "-bsf:a", R"(noise=drop=between(n\,80\,84))"}));
  EXPECT_EQ(fault.property, FilmProperty::without_gap);
  EXPECT_EQ(fault.at, Rational(79 * 1024, 48000));
  EXPECT_EQ(fault.reason, "1 gap, first at 1.685 s: 5120 samples missing");
}

TEST_F(Verify, GivenSoundThatIsHalfASecondShort_DoesNotEndTogether) {
  const std::string sound = made({"-t", "3.5", "-vn", "-c", "copy"}, "sound.m4a");
  const FilmCheck fault = only_fault(made({"-i", sound, "-map", "0:v", "-map", "1:a", "-c", "copy"}));
  EXPECT_EQ(fault.property, FilmProperty::ends_together);
  ASSERT_TRUE(fault.at);
  EXPECT_NEAR(fault.at->approximate(), 3.5, 0.03);
  EXPECT_THAT(fault.reason, HasSubstr("the picture ends at 4.000 s, the sound at 3.5"));
}

TEST_F(Verify, GivenAPictureThatStartsLate_DoesNotStartTogether) {
  const auto verdict =
      verified(made({"-itsoffset", "0.5", "-i", good(), "-map", "1:v", "-map", "0:a", "-c", "copy"}));
  ASSERT_TRUE(verdict);
  const FilmCheck fault = check_of(*verdict, FilmProperty::starts_together);
  EXPECT_FALSE(fault.ok);
  EXPECT_EQ(fault.reason, "the picture starts at 0.500 s, the sound at 0.000 s");
  EXPECT_FALSE(check_of(*verdict, FilmProperty::ends_together).ok);
  EXPECT_TRUE(check_of(*verdict, FilmProperty::evenly_spaced).ok);
}

TEST_F(Verify, GivenAFilmCutShort_IsNotAllThere) {
  std::string bytes = test::read_file(good());
  bytes.resize(bytes.size() * 6 / 10);
  const auto verdict = verified(folder_.write("cut.mp4", bytes));
  ASSERT_TRUE(verdict);
  const FilmCheck fault = check_of(*verdict, FilmProperty::complete);
  EXPECT_FALSE(fault.ok);
  EXPECT_THAT(fault.reason, HasSubstr("shorter than it claims: its header says 4.0 s"));
  EXPECT_LT(verdict->frames, 70);
}

TEST_F(Verify, GivenBitsThatFlippedInTheMiddle_DecodersComplainThere) {
  std::string bytes = test::read_file(good());
  for (std::size_t i = 0; i < 40; ++i) bytes[bytes.size() / 2 + i * 7] ^= '\x55';
  const auto verdict = verified(folder_.write("flipped.mp4", bytes));
  ASSERT_TRUE(verdict);
  const FilmCheck fault = check_of(*verdict, FilmProperty::decodes);
  EXPECT_FALSE(fault.ok);
  ASSERT_TRUE(fault.at) << fault.reason;
  EXPECT_NEAR(fault.at->approximate(), 2, 0.5);
  EXPECT_THAT(fault.reason, HasSubstr(" errors, the first at "));
  EXPECT_TRUE(check_of(*verdict, FilmProperty::complete).ok);
}

TEST_F(Verify, GivenWhatIsNoFilm_SaysWhatItIsAsAProbeDoes) {
  const auto code = [](const std::string& path) {
    const auto verdict = verified(path);
    return verdict ? "judged" : verdict.error().code;
  };
  const std::string bytes = test::read_file(good());
  EXPECT_EQ(code(folder_ / "none.mp4"), "input.missing");
  EXPECT_EQ(code(folder_.path()), "input.not_a_file");
  EXPECT_EQ(code(folder_.write("text.mp4", "hello\n")), "input.not_media");
  EXPECT_EQ(code(folder_.write("list.mp4", "#EXTM3U\n")), "input.playlist");
  EXPECT_EQ(code(folder_.write("head.mp4", bytes.substr(0, 600))), "input.truncated");
  EXPECT_EQ(code(made({"-frames:v", "1"}, "still.png")), "input.not_a_film");
}

}  // namespace
}  // namespace spool::pipelines
