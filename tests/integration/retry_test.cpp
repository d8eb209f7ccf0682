// Jobs that failed and are tried again: which, how often, when, and across a kill. Source: the issue's
// "Waiting that is durable".
#include "tests/integration/reel.h"
#include "tests/patience.h"

#include <gmock/gmock.h>

#include <chrono>

namespace spool::test {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Retried : public Reel {
 protected:
  /// An ffmpeg that counts how often it encodes a picture, and in the first `times` of them does `fault`
  /// instead.
  std::string ffmpeg_that(const std::string& fault, int times) const {
    return script("ffmpeg",
                  "case \"$*\" in *libx264*-progress*|*-progress*libx264*)\n"
                  "  echo x >> '" +
                      (folder_ / "tries") +
                      "'\n"
                      "  if [ $(wc -l < '" +
                      (folder_ / "tries") + "') -le " + std::to_string(times) + " ]; then " + fault +
                      "; fi;;\nesac\nexec " + real_ffmpeg() + " \"$@\"");
  }
  std::string film(const std::string& policy) const {
    ReelOf reel;
    reel.clips = 1;
    reel.policy = policy;
    return document(reel);
  }
  Ended render(const std::string& policy, const std::string& ffmpeg) const {
    return spool({"run", film(policy), "--json", "--ffmpeg", ffmpeg});
  }
  std::size_t tries() const { return lines_of(read_file(folder_ / "tries")).size(); }

  /// When what is to be tried again is to start.
  static std::chrono::system_clock::time_point due_of(const boost::json::object& retrying) {
    return time_of(retrying) + milliseconds(static_cast<int>(retrying.at("delay_s").as_double() * 1000));
  }
  /// Why jobs are tried again.
  static std::vector<std::string> reasons(const std::string& lines) {
    std::vector<std::string> found;
    for (const auto& event : events(lines, "job.retrying")) found.push_back(text_of(event, "reason"));
    return found;
  }

  static std::vector<std::int64_t> attempts(const std::string& lines) {
    std::vector<std::int64_t> found;
    for (const auto& event : events(lines, "job.started")) {
      if (text_of(event, "kind") == "clip") found.push_back(event.at("attempt").as_int64());
    }
    return found;
  }
};

TEST_F(Retried, given_an_ffmpeg_that_is_killed_twice_the_third_try_makes_the_film) {
  const Ended ended = render("{tries: 3, backoff: 100ms}", ffmpeg_that("kill -9 $$", 2));
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(attempts(ended.out), ElementsAre(1, 2, 3));
  const auto retrying = events(ended.out, "job.retrying");
  ASSERT_THAT(retrying, SizeIs(2));
  EXPECT_THAT(text_of(retrying[0], "reason"),
              HasSubstr("it was killed, as a machine that is short of memory does"));
  EXPECT_GE(retrying[0].at("delay_s").as_double(), 0.05);
  EXPECT_LE(retrying[0].at("delay_s").as_double(), 0.1);
  EXPECT_GE(retrying[1].at("delay_s").as_double(), 0.1);
  EXPECT_LE(retrying[1].at("delay_s").as_double(), 0.2);
  EXPECT_EQ(look_at(folder_ / "film.mp4").frames, 25);
}

TEST_F(Retried, given_no_room_or_a_stall_it_is_tried_again_and_the_reason_is_told) {
  const std::string full = "echo 'av_interleaved_write_frame(): No space left on device' >&2; exit 1";
  Ended ended = render("{tries: 2, backoff: 10ms}", ffmpeg_that(full, 1));
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(reasons(ended.out), ElementsAre(HasSubstr("there was no room on the disk")));

  folder_.write("tries", "");
  // A busy machine lets the ffmpeg of the second try stand still for seconds, too.
  ended = spool({"run", film("{tries: 2, backoff: 10ms, stall: 5s}"), "--json", "-y", "--ffmpeg",
                 ffmpeg_that("exec sleep 1000", 1)});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(reasons(ended.out), ElementsAre(HasSubstr("it stood still")));
}

TEST_F(Retried, given_bad_data_it_is_not_tried_again) {
  const Ended ended = render("{tries: 5, backoff: 10ms}",
                             ffmpeg_that("echo 'Invalid data found when processing input' >&2; exit 1", 9));
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(attempts(ended.out), ElementsAre(1));
  EXPECT_THAT(events(ended.out, "job.retrying"), IsEmpty());
  EXPECT_THAT(messages(ended.out, "error"), ElementsAre(HasSubstr("Invalid data found")));
}

// A delay begun anew would be 5 s at least, then 10 s: what a resume may take to come to its job is less than that
// on a busy machine too.
class LongRetried : public Retried {};

TEST_F(LongRetried, given_a_kill_during_the_delay_a_resume_waits_for_what_is_left_and_forgets_no_try) {
  const std::string ffmpeg = ffmpeg_that("kill -9 $$", 9);
  Running first(folder_, {"run", film("{tries: 3, backoff: 10s}"), "--ffmpeg", ffmpeg}, here_);
  const auto due = due_of(first.until("job.retrying"));
  first.kill();
  EXPECT_EQ(tries(), 1U);

  let_pass(due - milliseconds(500));
  Running second(folder_, {"resume", "--ffmpeg", ffmpeg}, here_);
  auto started = second.until("job.started");
  while (text_of(started, "kind") != "clip") started = second.until("job.started");
  EXPECT_EQ(started.at("attempt").as_int64(), 2);
  EXPECT_GE(time_of(started), due - milliseconds(20)) << "not before its time";
  EXPECT_LE(time_of(started), due + patience(milliseconds(4400)));
  const auto next_due = due_of(second.until("job.retrying"));
  second.kill();

  let_pass(next_due);
  Running third(folder_, {"resume", "--ffmpeg", ffmpeg}, here_);
  started = third.until("job.started");
  EXPECT_EQ(started.at("attempt").as_int64(), 3);
  EXPECT_LE(time_of(started), next_due + patience(milliseconds(9900)));
  EXPECT_EQ(third.ended().code, 1) << "three tries, and no more";
  EXPECT_EQ(tries(), 3U);
}

}  // namespace
}  // namespace spool::test
