// A document without faults, and the typed model that comes of it.
#include "tests/document/told.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace spool::pipelines {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

const std::string sample = R"(
spool: 1                           # the language's version
name: highlights
inputs:
  game: match.mp4
  crest: crest.png
  intro: {file: intro.mov, track: 2}
vars: {team: Falcons}
moments:
  of: game
  file: "${game.dir}/${game.stem}.csv"
  keep: {tag: [goal, save], rating: {min: 3}}
  before: 3s
  after: 2s
  merge: 1s
  at_most: 3m
  order: time
steps:
  reel:
    concat: [intro, {each: [titled, replay]}]
  titled:
    effect: clips
    apply:
      - title: {text: "${label} · ${team}", position: bottom_left, for: 4s}
      - overlay: {image: crest, position: top_right, opacity: 0.8}
      - fade: {in: 0.25s, out: 0.25s}
  replay:
    effect: clips
    only: {tag: goal}
    apply: [{trim: {last: 4s}}, {slow_motion: 0.5}]
  clips: {cut: moments}
format: {size: 1280x720, fps: 29.97, video: h264, crf: 21, preset: veryfast, audio: aac, sample_rate: 48000}
policy: {timeout: 30m, stall: 60s, tries: 3, backoff: 1s, on_bad_clip: fail}
output:
  reel: "${game.stem}-highlights.mp4"
  tall: {from: reel, file: "${game.stem}-tall.mp4", format: {size: 1080x1920, fit: crop}}
)";

TEST(Model, GivenTheLanguagesSampleThenNothingIsTold) { EXPECT_THAT(told(sample), IsEmpty()); }

TEST(Model, GivenStepsInAnyOrderThenEachComesAfterWhatItNeeds) {
  std::vector<std::string> names;
  for (const Step& step : good(sample).steps) names.push_back(step.name);
  EXPECT_THAT(names, ElementsAre("clips", "titled", "replay", "reel"));
}

TEST(Model, GivenInputsThenTheirPathsFollowTheFolder) {
  const Document document = good(sample);
  ASSERT_EQ(document.inputs.size(), 3U);
  EXPECT_EQ(document.inputs[0].path.value, "/films/match.mp4");
  EXPECT_EQ(document.inputs[2].path.value, "/films/intro.mov");
  EXPECT_EQ(document.inputs[2].track->value.number, 2);
  EXPECT_EQ(document.moments->blocks.front().file->value, "/films/match.csv");
  EXPECT_EQ(document.outputs[0].file.value, "match-highlights.mp4");
}

TEST(Model, GivenMomentsThenTheirChoiceIsTyped) {
  const MomentBlock block = good(sample).moments->blocks.at(0);
  EXPECT_EQ(block.before, Rational(3));
  EXPECT_EQ(block.at_most, Rational(180));
  ASSERT_EQ(block.keep.size(), 2U);
  EXPECT_THAT(block.keep[0].any_of, ElementsAre("goal", "save"));
  EXPECT_EQ(block.keep[1].min, Rational(3));
  EXPECT_EQ(block.keep[1].place, (Place{"reel.yaml", 12, 29}));
}

TEST(Model, GivenATitleThenDocumentNamesAreFilledInAndClipNamesWait) {
  const Document document = good(sample);
  const auto& apply = std::get<Apply>(document.steps.at(1).what);
  EXPECT_EQ(std::get<Title>(apply.effects.at(0).what).text.text, "${label} · Falcons");
  EXPECT_EQ(std::get<Overlay>(apply.effects.at(1).what).opacity, Rational(4, 5));
}

TEST(Model, GivenAnOutputsFormatThenItGoesOverTheDocuments) {
  const Document document = good(sample);
  const Format both = merged(document.format, document.outputs.at(1).format);
  EXPECT_EQ(both.size->value.height, 1920);
  EXPECT_EQ(both.fps->value, Rational(30000, 1001));
  EXPECT_EQ(
      merged(document.format,
             good("inputs: {a: b}\noutput: {a: {file: a.mp4, format: {bitrate: 4M}}}").outputs[0].format)
          .crf.has_value(),
      false);
}

TEST(Model, GivenBindingsThenTheyReplaceFilesAndVariables) {
  Bindings bound = bindings();
  bound.inputs = {{"crest", "/other/logo.png"}};
  bound.sets = {{"team", "$ ${label}"}};
  bound.first_input = "/batch/second half.mp4";
  const Document document = good(sample, bound);
  EXPECT_EQ(document.inputs[0].path.value, "/batch/second half.mp4");
  EXPECT_EQ(document.inputs[1].path.value, "/other/logo.png");
  EXPECT_EQ(document.outputs[0].file.value, "second half-highlights.mp4");
  EXPECT_THAT(document.vars, ElementsAre(Pair("team", "$ ${label}")));
  const auto& apply = std::get<Apply>(document.steps.at(1).what);
  EXPECT_EQ(std::get<Title>(apply.effects[0].what).text.text, "${label} · $$ $${label}")
      << "a value is text, never a name";
}

TEST(Model, GivenBindingsOfWhatIsNotDeclaredThenTheNearestNameIsTold) {
  Bindings bound = bindings();
  bound.inputs = {{"gmae", "/x.mp4"}};
  bound.sets = {{"taem", "x"}};
  EXPECT_THAT(
      told(sample, bound),
      ElementsAre(
          "0:0 usage.unknown_var: --set taem: the document declares no such variable | did you mean `team`?",
          "0:0 usage.unknown_input: -i gmae: the document declares no such input | did you mean `game`?"));
}

TEST(Model, GivenPlainWordsThenNothingIsGuessed) {
  const Document document = good(
      "inputs: {game: g.mp4}\nmoments:\n  of: game\n  list:\n    - {start: 1:30, to: 1:40, label: no, tag: "
      "[on, ~], Shirt No: 007, half: null}\n"
      "steps: {a: {cut: moments}}\noutput: {a: a.mp4}\n");
  const TaggedMoment moment = document.moments->blocks[0].list.at(0);
  EXPECT_EQ(moment.start.seconds, Rational(90));
  EXPECT_EQ(moment.label, "no");
  EXPECT_THAT(moment.tags, ElementsAre("on", "~"));
  EXPECT_THAT(moment.columns, ElementsAre(Pair("shirt_no", "007"), Pair("half", "null")));
  EXPECT_EQ(moment.line, 5);
  EXPECT_EQ(moment.column, 7);
}

TEST(Model, GivenMergeKeysThenWhatAMapSaysItselfGoesFirst) {
  const Document document = good(
      "inputs: {game: g.mp4}\nformat: &base {size: 1280x720, crf: 20}\n"
      "output: {game: {file: a.mp4, format: {<<: *base, crf: 30}}}\n");
  EXPECT_EQ(document.outputs[0].format.size->value.width, 1280);
  EXPECT_EQ(document.outputs[0].format.crf->value, Rational(30));
}

TEST(Model, GivenAStepThatNobodyUsesThenThatIsAWarning) {
  EXPECT_THAT(
      told("inputs: {game: g.mp4}\nsteps: {a: {effect: game, apply: [mute]}}\noutput: {game: a.mp4}\n"),
      ElementsAre("2:9 document.unused_step: no output uses the step `a`: it is not rendered | name it in "
                  "`output`, in a `concat` or in an `effect`"));
}

TEST(Model, GivenAColumnThatIsHardlyOneThenThatIsAWarningWhereTheMomentHasNoEnd) {
  const auto told_of = [](const std::string& moment) {
    return told("inputs: {game: g.mp4}\nsteps:\n  a: {cut: game, at: [" + moment + "]}\noutput: {a: a.mp4}\n");
  };
  EXPECT_THAT(told_of("{start: 1, duraton: 8}"),
              ElementsAre("3:34 document.odd_column: `duraton` is taken for a column of this moment, which has no end | did you mean `duration`?"));
  EXPECT_THAT(told_of("{start: 1, end: 2, duraton: 8}"), IsEmpty());
  EXPECT_THAT(told_of("{start: 1, half: 2}"), IsEmpty());
}

TEST(Model, GivenRatesThenTheirFractionsAreMeant) {
  const auto rate = [](const std::string& text) {
    return good("inputs: {a: b}\nformat: {fps: " + text + "}\noutput: {a: a.mp4}")
        .format.fps->value.to_string();
  };
  EXPECT_EQ(rate("29.97"), "30000/1001");
  EXPECT_EQ(rate("59.94"), "60000/1001");
  EXPECT_EQ(rate("23.976"), "24000/1001");
  EXPECT_EQ(rate("23.98"), "24000/1001");
  EXPECT_EQ(rate("119.88"), "120000/1001");
  EXPECT_EQ(rate("25"), "25");
  EXPECT_EQ(rate("12.5"), "25/2");
  EXPECT_EQ(rate("30000/1001"), "30000/1001");
}

}  // namespace
}  // namespace spool::pipelines
