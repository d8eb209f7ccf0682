// Commands after a run, with real children. What is on record is kept by a log that writes down what it is
// told.
#include "pipelines/running/hooks.h"

#include "core/child_runner.h"
#include "tests/core/scripted.h"
#include "tests/core/support.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>

namespace spool::pipelines {
namespace {

namespace json = boost::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class KeptLog final : public HookLog {
 public:
  [[nodiscard]] bool already_ended(const std::string& id) const override { return ended_before.contains(id); }

  boost::asio::awaitable<core::Result<void>> began(std::string id, std::string which) override {
    if (broken) co_return core::Error{"disk.full", "no room for the journal", "", {}};
    lines.push_back("began " + id + " " + which);
    co_return core::Result<void>();
  }
  boost::asio::awaitable<core::Result<void>> ended(std::string id, bool ok, std::string reason) override {
    lines.push_back("ended " + id + (ok ? " ok" : " " + reason));
    co_return core::Result<void>();
  }

  std::map<std::string, bool> ended_before;
  std::vector<std::string> lines;
  bool broken = false;
};

class Hooks : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("spool-hooks-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
    facts_.run = facts_.id = "20261122-run";
    facts_.pipeline = "highlights";
    facts_.seconds = 12.5;
    facts_.folder = folder_.string();
    core::Delivered film;
    film.path = "/films/a \"b\"\xff.mp4";
    film.frames = 300;
    film.samples = 480000;
    film.seconds = 10;
    facts_.outputs = {film, film};
    facts_.outputs[1].path = "/films/second.mp4";
    facts_.outputs[1].cached = true;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] Hook hook(std::vector<std::string> argv) const {
    return {std::move(argv), folder_.string(), {"reel.yaml", 7, 3}};
  }
  /// Writes its environment and its standard input to files of its folder.
  [[nodiscard]] Hook writer() const {
    return hook(
        {"/usr/bin/python3", "-c",
         "import os, sys\n"
         "open('environment', 'wb').write(b''.join(k + b'=' + v + b'\\0' for k, v in os.environb.items()))\n"
         "open('input', 'wb').write(sys.stdin.buffer.read())\n"
         "open('words', 'w').write('|'.join(sys.argv[1:]))",
         "*", "$HOME", "; touch broken-out"});
  }
  [[nodiscard]] std::string written(const std::string& name) const {
    std::ifstream file(folder_ / name, std::ios::binary);
    EXPECT_TRUE(file) << name << " was not written: is python3 installed?";
    return {std::istreambuf_iterator<char>(file), {}};
  }
  core::Result<core::Errors> run(const std::vector<Hook>& hooks) {
    core::ChildRunner runner(loop_.executor());
    return loop_.run(wrapped(runner, hooks)).value();
  }
  /// Loops give values that can be left out.
  boost::asio::awaitable<std::optional<core::Result<core::Errors>>> wrapped(core::Runner& runner,
                                                                            const std::vector<Hook>& hooks) {
    auto result = co_await run_hooks(runner, hooks, facts_, log_);
    co_return std::optional(std::move(result));
  }

  std::filesystem::path folder_;
  HookFacts facts_;
  KeptLog log_;
  test::Loop loop_;
};

TEST_F(Hooks, GivenARunThatSucceededThenItsCommandGetsTheFactsAsEnvironmentAndAsJson) {
  const auto warnings = run({writer()});
  ASSERT_TRUE(warnings);
  EXPECT_THAT(*warnings, IsEmpty());
  EXPECT_THAT(log_.lines,
              ElementsAre("began 20261122-run-success-1 on_success", "ended 20261122-run-success-1 ok"));
  const std::string environment = '\0' + written("environment");
  const auto has = [&](const std::string& variable) {
    return environment.find('\0' + variable + '\0') != std::string::npos;
  };
  EXPECT_TRUE(has("SPOOL_HOOK_ID=20261122-run-success-1"));
  EXPECT_TRUE(has("SPOOL_RUN=20261122-run"));
  EXPECT_TRUE(has("SPOOL_OUTCOME=succeeded"));
  EXPECT_TRUE(has("SPOOL_PIPELINE=highlights"));
  EXPECT_TRUE(has("SPOOL_OUTPUT=/films/a \"b\"\xff.mp4")) << "names are bytes";
  EXPECT_TRUE(has("SPOOL_OUTPUTS=/films/a \"b\"\xff.mp4\n/films/second.mp4"));
  const std::string input = written("input");
  EXPECT_THAT(
      input,
      HasSubstr(R"({"run":"20261122-run","pipeline":"highlights","outcome":"succeeded","seconds":12.500,)"));
  EXPECT_THAT(
      input,
      HasSubstr(
          R"({"path":"/films/a \"b\"\udcff.mp4","frames":300,"samples":480000,"seconds":10,"cached":false})"));
  EXPECT_THAT(input, HasSubstr(R"("failed":[])"));
}

TEST_F(Hooks, GivenWordsThatAShellWouldTakeApartThenTheyArriveAsTheyAre) {
  ASSERT_TRUE(run({writer()}));
  EXPECT_EQ(written("words"), "*|$HOME|; touch broken-out");
  EXPECT_FALSE(std::filesystem::exists(folder_ / "broken-out"));
}

TEST_F(Hooks, GivenARunThatFailedThenTheFailuresAreInItsJson) {
  facts_.outcome = core::RunOutcome::partial;
  facts_.item = "/v/tape\n1.mp4";
  facts_.outputs.clear();
  facts_.failed = {{"titled-3", "render.failed", "it \"ended\" with 1"}};
  ASSERT_TRUE(run({writer()}));
  EXPECT_THAT(log_.lines.front(), "began 20261122-run-failure-1 on_failure");
  const auto body = json::parse(written("input")).as_object();
  EXPECT_EQ(body.at("outcome"), "partial");
  EXPECT_EQ(body.at("item"), "/v/tape\n1.mp4");
  EXPECT_EQ(body.at("outputs").as_array().size(), 0U);
  EXPECT_EQ(body.at("failed").as_array().at(0).as_object().at("reason"), "it \"ended\" with 1");
}

TEST_F(Hooks, GivenACommandThatFailsThenItIsAWarningAndTheNextOneRuns) {
  const auto warnings =
      run({hook({"/usr/bin/python3", "-c", "import sys; print('asking', file=sys.stderr); sys.exit('no route to host')"}),
           hook({"/no/such/program"}), hook({"/bin/true"})});
  ASSERT_TRUE(warnings);
  ASSERT_EQ(warnings->size(), 2U);
  EXPECT_EQ(warnings->at(0).code, "hook.failed");
  EXPECT_THAT(warnings->at(0).message,
              HasSubstr("on_success: /usr/bin/python3: it ended with 1: no route to host"));
  EXPECT_EQ(warnings->at(0).place.line, 7);
  EXPECT_THAT(warnings->at(1).message, HasSubstr("could not be started: No such file or directory"));
  EXPECT_THAT(log_.lines,
              ElementsAre("began 20261122-run-success-1 on_success",
                          HasSubstr("ended 20261122-run-success-1 it ended"),
                          "began 20261122-run-success-2 on_success",
                          HasSubstr("ended 20261122-run-success-2 it could"),
                          "began 20261122-run-success-3 on_success", "ended 20261122-run-success-3 ok"));
}

TEST_F(Hooks, GivenAResumeThenWhatEndedIsNotRepeatedAndWhatOnlyBeganIs) {
  log_.ended_before["20261122-run-success-1"] = true;
  ASSERT_TRUE(run({hook({"/bin/false"}), hook({"/bin/true"})}));
  EXPECT_THAT(log_.lines,
              ElementsAre("began 20261122-run-success-2 on_success", "ended 20261122-run-success-2 ok"));
}

TEST_F(Hooks, GivenAStartThatCannotBePutOnRecordThenNothingIsStarted) {
  log_.broken = true;
  const auto warnings = run({writer()});
  ASSERT_FALSE(warnings);
  EXPECT_EQ(warnings.error().code, "disk.full");
  EXPECT_FALSE(std::filesystem::exists(folder_ / "words"));
}

TEST_F(Hooks, GivenFactsThatCannotBeWrittenThenTheCommandRunsWithItsEnvironment) {
  facts_.folder = (folder_ / "missing").string();
  const auto warnings = run({writer()});
  ASSERT_TRUE(warnings);
  ASSERT_EQ(warnings->size(), 1U);
  EXPECT_EQ(warnings->front().code, "disk.failed");
  EXPECT_EQ(written("input"), "");
}

TEST_F(Hooks, GivenThousandsOfFilmsThenTheListFitsAnEnvironment) {
  facts_.outputs.assign(5000, facts_.outputs.front());
  const auto warnings = run({hook({"/bin/true"})});
  ASSERT_TRUE(warnings);
  EXPECT_THAT(*warnings, IsEmpty());
}

TEST_F(Hooks, GivenTheEndOfTheControllerThenTheHookCountsAsNotEnded) {
  test::ScriptedRunner runner(loop_.executor());
  runner.ends_at_once = {{"first", core::Cancelled()}};
  const auto result = loop_.run(wrapped(runner, {hook({"first"}), hook({"second"})}));
  EXPECT_TRUE(result.value());
  EXPECT_THAT(log_.lines, ElementsAre("began 20261122-run-success-1 on_success"));
  EXPECT_THAT(runner.started, ElementsAre("first"));
}

TEST(HooksFor, GivenAnOutcomeThenItsCommandsAreTaken) {
  Policy policy;
  policy.on_success = {{{"yes"}, "/", {}}};
  policy.on_failure = {{{"no"}, "/", {}}};
  using core::RunOutcome;
  EXPECT_EQ(hooks_for(policy, RunOutcome::succeeded).front().argv.front(), "yes");
  for (const RunOutcome outcome : {RunOutcome::failed, RunOutcome::partial, RunOutcome::cancelled}) {
    EXPECT_EQ(hooks_for(policy, outcome).front().argv.front(), "no");
  }
  EXPECT_THAT(hooks_for(policy, RunOutcome::interrupted), IsEmpty())
      << "it has not ended, and may succeed yet";
}

}  // namespace
}  // namespace spool::pipelines
