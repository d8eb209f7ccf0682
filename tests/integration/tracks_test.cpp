// A file with the sound in two languages: the film has the one that is asked for.
#include "tests/integration/reel.h"

#include <gmock/gmock.h>

#include <algorithm>

namespace spool::test {
namespace {

using ::testing::HasSubstr;

class Tracks : public Reel {
 protected:
  /// English is silent, German is the recording's own sound.
  std::string file(const std::string& name) const {
    const std::string path = folder_ / name;
    const Ended made =
        run({"ffmpeg", "-nostdin", "-v", "error", "-i", folder_ / "game.mp4", "-t", "6", "-map", "0:v", "-map", "0:a",
             "-map", "0:a", "-c:v", "copy", "-c:a", "aac", "-filter:a:0", "volume=0", "-metadata:s:a:0",
             "language=eng", "-metadata:s:a:1", "language=ger", path});
    EXPECT_EQ(made.code, 0) << made.err;
    return path;
  }
  std::string document(const std::string& track) const {
    return folder_.write("one.yaml",
                         "spool: 1\ninputs: {game: {file: two.mp4, track: " + track +
                             "}}\nsteps: {clip: {cut: game, at: [{start: 2, end: 4}]}}\n"
                             "format: {size: 320x180, fps: 25, preset: ultrafast}\noutput: {clip: one.mp4}\n");
  }
  [[nodiscard]] int loudest() const {
    int loudest = 0;
    for (const std::int16_t sample : sound_of(folder_ / "one.mp4")) loudest = std::max(loudest, std::abs(sample));
    return loudest;
  }
};

TEST_F(Tracks, given_a_language_in_any_of_its_codes_the_film_is_in_it) {
  for (const char* name : {"two.mp4", "two.mkv"}) {
    const std::string bound = "game=" + file(name);
    for (const char* german : {"de", "deu", "ger", "2"}) {
      done({"run", document(german), "-y", "-i", bound});
      EXPECT_GT(loudest(), 500) << name << " " << german;
    }
    done({"run", document("en"), "-y", "-i", bound});
    EXPECT_LT(loudest(), 10) << name;
  }
}

TEST_F(Tracks, given_a_language_that_is_not_there_it_lists_those_that_are) {
  const std::string two = file("two.mp4");
  const Ended refused = spool({"run", document("fr")});
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("one.yaml:2:39: error: `game` has no sound track in `fra`; its sound tracks are: 1 eng, 2 ger"));
  const Ended batch = spool({"batch", document("fr"), two});
  EXPECT_EQ(batch.code, 2);
  EXPECT_THAT(batch.err + batch.out, HasSubstr("no sound track in `fra`"));
}

}  // namespace
}  // namespace spool::test
