// A reel of twelve moments from two cameras of different size, rate and channels: the film that scripts/bench measures.
// Its length is counted anew from the sources' own stamps, by the words of EXACT and by nothing of ours.
#include "tests/integration/film.h"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

namespace spool::test {
namespace {

constexpr double film_rate = 30;

struct Row {
  double start, end;
};

std::vector<Row> moments_in(const std::string& csv) {
  std::vector<Row> moments;
  for (const std::string& line : lines_of(read_file(csv))) {
    Row moment{};
    char comma = 0;
    std::istringstream words(line);
    if (words >> moment.start >> comma >> moment.end) moments.push_back(moment);
  }
  return moments;
}

std::int64_t frames_of(const std::string& csv, const std::string& video) {
  const std::vector<double> times = showing_times(video);
  std::int64_t frames = 0;
  for (const Row& moment : moments_in(csv)) frames += shown_in(times, moment.start, moment.end, film_rate).frames;
  return frames;
}

TEST(LongTwoCameras, GivenTwelveMomentsTheFilmHasJustTheirFramesAndSamplesAndTheScriptMakesTheSame) {
  const Folder folder;
  const Surroundings here{folder.path(), {}, {}};
  const std::string reel = SPOOL_SOURCE_DIR "/tests/bench/reel/";
  const std::int64_t frames = frames_of(reel + "one.csv", footage("wannaworktogether.mp4")) +
                              frames_of(reel + "two.csv", footage("camera-two.mp4"));
  ASSERT_EQ(moments_in(reel + "one.csv").size() + moments_in(reel + "two.csv").size(), 12U);

  const Ended planned = run(spool_with(folder, {"run", reel + "reel.yaml", "--dry-run", "--format", "json"}), here);
  ASSERT_EQ(planned.code, 0) << planned.err;
  const auto plan = boost::json::parse(planned.out).as_object();
  const auto& output = plan.at("outputs").as_array().front().as_object();
  EXPECT_EQ(output.at("frames").as_int64(), frames);
  EXPECT_EQ(output.at("samples").as_int64(), std::llround(static_cast<double>(frames) * 48000 / film_rate));

  const Ended rendered = run(spool_with(folder, {"run", reel + "reel.yaml", "--json"}), here);
  ASSERT_EQ(rendered.code, 0) << rendered.err;
  expect_as_planned(plan.at("outputs").as_array());

  const Ended script = run(spool_with(folder, {"run", reel + "reel.yaml", "--dry-run", "--format", "shell", "-o", "again.mp4"}), here);
  ASSERT_EQ(script.code, 0) << script.err;
  const Ended by_script = run({"bash", folder.write("film.sh", script.out)}, here);
  ASSERT_EQ(by_script.code, 0) << by_script.err;
  EXPECT_EQ(fingerprint(folder / "reel.mp4"), fingerprint(folder / "again.mp4"));
}

}  // namespace
}  // namespace spool::test
