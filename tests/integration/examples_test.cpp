// Every example, as a newcomer runs it: it renders, is what its plan said, and its dry run as a script makes
// the same film.
#include "tests/integration/film.h"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace spool::test {
namespace {

class Example : public ::testing::TestWithParam<const char*> {};

TEST_P(Example, RendersWhatWasPlannedAndTheScriptMakesTheSameFilm) {
  const Folder folder;
  const Surroundings here{folder.path(), {}, {}};
  const std::string document = example(GetParam());

  const Ended planned = run(spool_with(folder, {"run", document, "--dry-run", "--format", "json"}), here);
  ASSERT_EQ(planned.code, 0) << planned.err;
  const auto plan = boost::json::parse(planned.out).as_object();
  const Ended script = run(spool_with(folder, {"run", document, "--dry-run", "--format", "shell", "--out-dir",
                                               folder / "by-script"}),
                           here);
  ASSERT_EQ(script.code, 0) << script.err;

  const Ended rendered = run(spool_with(folder, {"run", document, "--json"}), here);
  ASSERT_EQ(rendered.code, 0) << rendered.err << rendered.out;
  expect_as_planned(plan.at("outputs").as_array());

  const Ended by_script = run({"bash", folder.write("film.sh", script.out)}, here);
  ASSERT_EQ(by_script.code, 0) << by_script.err;
  for (const auto& output : plan.at("outputs").as_array()) {
    std::string film(output.as_object().at("path").as_string());
    const std::string same = fingerprint(film);
    EXPECT_EQ(same, fingerprint(film.replace(0, folder.path().size(), folder / "by-script"))) << film;
  }
}

INSTANTIATE_TEST_SUITE_P(Documents, Example,
                         ::testing::Values("highlights.yaml", "slow-replays.yaml", "intro-outro.yaml",
                                         "wide-and-tall.yaml", "season.yaml", "previews.yaml", "untouched.yaml"),
                         [](const auto& about) {
                           std::string name;
                           for (const char letter : std::string(about.param)) {
                             if (letter == '.') break;
                             if (letter != '-') name += letter;
                           }
                           return name;
                         });

TEST(ExampleBatch, GivenTheFolderOfFootageAPreviewOfEachIsMade) {
  const Folder folder;
  const Surroundings here{folder.path(), {}, {}};
  const std::string document = example("previews.yaml");
  const std::string videos = SPOOL_SOURCE_DIR "/pipelines/examples/footage";

  const Ended planned =
      run(spool_with(folder, {"batch", document, videos, "--dry-run", "--format", "json"}), here);
  ASSERT_EQ(planned.code, 0) << planned.err;
  const Ended rendered = run(spool_with(folder, {"batch", document, videos, "--json"}), here);
  ASSERT_EQ(rendered.code, 0) << rendered.err << rendered.out;

  const auto plans = objects(planned.out);
  EXPECT_EQ(plans.size(), 4U);
  for (const auto& plan : plans) {
    EXPECT_TRUE(plan.contains("item"));
    expect_as_planned(plan.at("outputs").as_array());
  }
}

}  // namespace
}  // namespace spool::test
