// An encoder of a graphics card by name: tried before anything is rendered, and by `spool doctor`. The card is
// played by a script that hands its work to libx264, or has none.
#include "tests/integration/reel.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>

namespace spool::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Card : public Reel {
 protected:
  [[nodiscard]] std::string film() const {
    ReelOf reel;
    reel.clips = 1;
    reel.format = "{size: 320x180, fps: 25, video: h264_nvenc, bitrate: 400k}";
    return document(reel);
  }
  [[nodiscard]] std::string with_card() const {
    return script("with-card",
                  "n=$#; while [ $n -gt 0 ]; do word=$1; shift; [ \"$word\" = h264_nvenc ] && word=libx264\n"
                  "set -- \"$@\" \"$word\"; n=$((n-1)); done; exec " + real_ffmpeg() + " \"$@\"");
  }
  [[nodiscard]] std::string without_card() const {
    return script("without-card", "case \"$*\" in *h264_nvenc*) echo '[h264_nvenc @ 0x1] [error] Cannot load libcuda.so.1' >&2; exit 1;; esac; exec " +
                                      real_ffmpeg() + " \"$@\"");
  }
  [[nodiscard]] boost::json::object checked(const std::string& ffmpeg) const {
    const Ended doctor = spool({"doctor", "--json", "--ffmpeg", ffmpeg});
    for (auto& check : objects(doctor.out)) {
      if (text_of(check, "check") == "h264_nvenc") return check;
    }
    ADD_FAILURE() << doctor.out;
    return {};
  }
};

TEST_F(Card, given_one_that_works_the_film_is_made_with_it) {
  done({"run", film(), "--ffmpeg", with_card()});
  EXPECT_EQ(look_at(folder_ / "film.mp4").frames, 25);
}

TEST_F(Card, given_none_the_run_says_so_at_the_place_before_anything_is_rendered) {
  const Ended refused = spool({"run", film(), "--json", "--ffmpeg", without_card()});
  EXPECT_EQ(refused.code, 2) << refused.out << refused.err;
  EXPECT_THAT(events(refused.out, "job.started"), IsEmpty());
  const auto errors = events(refused.out, "error");
  ASSERT_EQ(errors.size(), 1U) << refused.out;
  EXPECT_EQ(text_of(errors[0], "code"), "document.unusable_encoder");
  EXPECT_EQ(text_of(errors[0], "message"), "this machine cannot encode with h264_nvenc: Cannot load libcuda.so.1");
  EXPECT_THAT(text_of(errors[0], "hint"), HasSubstr("write `video: h264`"));
  EXPECT_GT(errors[0].at("line").as_int64(), 1);
  EXPECT_EQ(spool({"run", film(), "-n", "--ffmpeg", without_card()}).code, 0) << "a plan may be for another machine";
}

TEST_F(Card, given_either_the_doctor_says_which_and_stays_well) {
  EXPECT_TRUE(checked(with_card()).at("ok").as_bool());
  const auto check = checked(without_card());
  EXPECT_TRUE(check.at("ok").as_bool()) << "a remark: nothing needs a card";
  EXPECT_THAT(text_of(check, "found"), HasSubstr("libcuda"));
  EXPECT_THAT(text_of(check, "remedy"), HasSubstr("NVIDIA"));
}

}  // namespace
}  // namespace spool::test
