// Films of Spool's, held against `spool verify`: what a run says of them, and what is said of them damaged.
#include "tests/integration/reel.h"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace spool::test {
namespace {

using ::testing::HasSubstr;

using VerifyFilm = Reel;

TEST_F(VerifyFilm, GivenFilmsWithJoins_EverythingHoldsAndTheCountsAreTheRuns) {
  for (const char* name : {"film.mp4", "film.mkv"}) {
    const std::string lines = done({"run", document(), "-o", name, "--json"});
    const auto finished = events(lines, "run.finished");
    ASSERT_EQ(finished.size(), 1U) << lines;
    const auto& planned = finished[0].at("outputs").as_array().at(0).as_object();

    const Ended ended = spool({"verify", name, "--json"});

    ASSERT_EQ(ended.code, 0) << ended.out << ended.err;
    const auto verdict = boost::json::parse(ended.out).as_object();
    EXPECT_TRUE(verdict.at("ok").as_bool());
    EXPECT_EQ(verdict.at("path").as_string(), planned.at("path").as_string());
    EXPECT_EQ(verdict.at("frames"), planned.at("frames"));
    EXPECT_EQ(verdict.at("checks").as_array().size(), 6U);
    const std::int64_t more = verdict.at("samples").as_int64() - planned.at("samples").as_int64();
    EXPECT_GE(more, 0);
    EXPECT_LT(more, 2 * 1024) << "the last codec frame, and in mkv the priming";
  }
}

TEST_F(VerifyFilm, GivenADamagedFilm_TheExitIs1AndALineSaysWhat) {
  done({"run", document()});
  std::string bytes = read_file(folder_ / "film.mp4");
  bytes.resize(bytes.size() / 2);
  folder_.write("half.mp4", bytes);

  const Ended ended = spool({"verify", "half.mp4"});

  EXPECT_EQ(ended.code, 1) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("\n  all there               no: half.mp4 is shorter than it claims"));
}

TEST_F(VerifyFilm, GivenNoFilm_TheExitIs3AndNothingIsPrintedButTheError) {
  const Ended ended = spool({"verify", "none.mp4"});

  EXPECT_EQ(ended.code, 3);
  EXPECT_EQ(ended.out, "");
  EXPECT_THAT(ended.err, HasSubstr("none.mp4 does not exist"));
}

}  // namespace
}  // namespace spool::test
