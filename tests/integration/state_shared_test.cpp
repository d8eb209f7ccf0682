// Ten controllers on one state folder at once. Source: the issue "Nothing is lost", Must show 5.
#include "tests/integration/kill_fixture.h"

#include <boost/json/parse.hpp>

#include <csignal>
#include <filesystem>
#include <memory>

namespace spool::test {
namespace {

constexpr int controllers = 10;

/// One state folder, a document for each controller.
class LongTenControllers : public ::testing::Test {
 protected:
  std::string film(int number) const { return clips_.place() + "/film-" + std::to_string(number) + ".mp4"; }

  /// Three clips that no other one has.
  std::string own_document(int number) const {
    std::string moments;
    for (int clip = 0; clip < 3; ++clip) {
      const std::string at = std::to_string(20 + 10 * number + 2 * clip);
      moments += (clip == 0 ? "" : ", ") + std::string("{start: ") + at + ", duration: 0.2}";
    }
    const std::string name = "own-" + std::to_string(number) + ".yaml";
    clips_.folder().write(
        name, "spool: 1\ninputs: {game: game.mp4}\nsteps:\n  clips: {cut: game, at: [" + moments +
                  "]}\nformat: {size: 160x90, fps: 25, preset: ultrafast}\noutput: {clips: '" + film(number) +
                  "'}\n");
    return name;
  }

  void start_all(const std::vector<std::vector<std::string>>& commands) {
    for (const auto& command : commands)
      running_.push_back(std::make_unique<Child>(clips_.words(command), clips_.around()));
  }

  void expect_all_well() {
    for (const auto& child : running_) {
      const Ended ended = child->wait();
      EXPECT_EQ(ended.code, 0) << ended.err;
    }
    running_.clear();
  }

  /// All runs have succeeded, the journal is whole, nothing is left.
  void expect_in_order(std::size_t runs) {
    const Ended listed = test::run(clips_.words({"runs"}), clips_.around());
    EXPECT_EQ(listed.code, 0) << listed.err;
    const auto all = objects(listed.out);
    EXPECT_EQ(all.size(), runs);
    for (const auto& each : all) {
      EXPECT_EQ(each.at("state").as_string(), "succeeded");
      const auto& jobs = each.at("jobs").as_object();
      EXPECT_EQ(jobs.at("succeeded").as_int64(), jobs.at("total").as_int64());
    }
    EXPECT_EQ(integrity(clips_.state() + "/journal.db"), "ok");
    EXPECT_EQ(left_in(clips_.state()), std::vector<std::string>());
    EXPECT_EQ(half_placed_in(clips_.place()), std::vector<std::string>());
  }

  TwelveClips clips_;
  std::vector<std::unique_ptr<Child>> running_;
};

TEST_F(LongTenControllers, WithAFilmEachAllEndWell) {
  std::vector<std::vector<std::string>> commands;
  for (int i = 0; i < controllers; ++i) commands.push_back({"run", own_document(i), "-j", "1"});
  start_all(commands);
  expect_all_well();
  for (int i = 0; i < controllers; ++i) EXPECT_EQ(look_at(film(i)).frames, 15) << i;
  expect_in_order(controllers);
}

TEST_F(LongTenControllers, WithTheSameFilmInTenPlacesAllEndWell) {
  std::vector<std::vector<std::string>> commands;
  for (int i = 0; i < controllers; ++i) commands.push_back({"run", "film.yaml", "-j", "1", "-o", film(i)});
  start_all(commands);
  expect_all_well();
  for (int i = 0; i < controllers; ++i) EXPECT_EQ(fingerprint(film(i)), unbroken_film()) << i;
  expect_in_order(controllers);
}

TEST_F(LongTenControllers, OfWhichHalfAreKilledTheOthersEndWellAndTheKilledAreTakenUpAtOnce) {
  std::vector<std::vector<std::string>> commands;
  for (int i = 0; i < controllers; ++i) commands.push_back({"run", own_document(i), "-j", "1"});
  start_all(commands);
  std::vector<std::string> killed;
  for (int i = 0; i < controllers; i += 2) {
    std::string line;
    std::string run;
    while (running_[static_cast<std::size_t>(i)]->read_line(line) &&
           line.find("\"job.finished\"") == std::string::npos) {
      for (const auto& started : events(line, "run.started"))
        run = std::string(started.at("run").as_string());
    }
    running_[static_cast<std::size_t>(i)]->signal(SIGKILL);
    killed.push_back(run);
  }
  for (int i = 0; i < controllers; ++i) {
    const Ended ended = running_[static_cast<std::size_t>(i)]->wait();
    EXPECT_EQ(i % 2 == 0 ? ended.signal : ended.code, i % 2 == 0 ? SIGKILL : 0) << ended.err;
  }
  running_.clear();
  commands.clear();
  for (const std::string& run : killed) commands.push_back({"resume", run});
  start_all(commands);
  expect_all_well();
  for (int i = 0; i < controllers; ++i) EXPECT_EQ(look_at(film(i)).frames, 15) << i;
  expect_in_order(controllers);
}

}  // namespace
}  // namespace spool::test
