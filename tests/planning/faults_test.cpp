// One fault hides no other, and nothing is said of what only follows from one.
#include "fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace spool::pipelines::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

/// "5 moments.outside": line and code.
std::vector<std::string> faults(const std::string& text, const PlanSettings& settings = {},
                                const std::map<std::string, MediaPtr>& media = usual_media(), const Capabilities& ffmpeg = usual_ffmpeg()) {
  const Planned planned = plan_text(text, settings, media, ffmpeg);
  std::vector<std::string> all;
  if (planned.plan) return all;
  for (const core::Error& error : planned.plan.error()) all.push_back(std::to_string(error.place.line) + " " + error.code);
  return all;
}

/// `gone` and `lost` cannot be used.
std::string with(const std::string& more) { return "spool: 1\ninputs: {gone: gone.mp4, game: game.mp4, lost: lost.mp4, crest: crest.png}\n" + more; }

TEST(PlannedFaults, given_an_input_that_cannot_be_used_all_that_does_not_depend_on_it_is_told) {
  EXPECT_THAT(faults(with("steps:\n"
                          "  a: {effect: gone, apply: [{title: {text: x, font: No Such Family Anywhere}}, {overlay: {image: game}}]}\n"
                          "  b: {cut: game, at: [{start: 90, end: 91}]}\n"
                          "  c: {effect: game, apply: [{trim: {from: 70s}}, {filter: {video: nosuch}}]}\n"
                          "  film: {concat: [a, b, c]}\n"
                          "format: {preset: quickest, profile: sharp}\n"
                          "output: {film: film.mp4}\n")),
              UnorderedElementsAre("4 document.unknown_font", "4 document.not_a_picture", "5 moments.outside", "6 document.trim_outside",
                                   "6 document.unknown_filter", "8 document.encoder_option", "8 document.encoder_option"));
}

TEST(PlannedFaults, given_an_input_that_cannot_be_used_nothing_is_told_of_what_depends_on_it) {
  EXPECT_THAT(faults(with("moments: {of: gone, list: [{start: 5, end: 8, tag: corner}]}\n"
                          "steps:\n"
                          "  clips: {cut: moments}\n"
                          "  goals: {effect: clips, only: {tag: goal}, apply: [{overlay: {image: gone}}, {trim: {from: 70s}}]}\n"
                          "  rest: {cut: lost, remove: [{start: 0, end: 60}]}\n"
                          "  film: {concat: [game, {crossfade: 50s}, goals, {crossfade: 20s}, rest]}\n"
                          "  end: {effect: film, apply: [{trim: {from: 100s}}]}\n"
                          "output: {end: film.mp4, goals: {from: goals, file: goals.webm, format: {sample_rate: 44100}}}\n")),
              IsEmpty());
}

TEST(PlannedFaults, given_a_film_of_which_a_part_is_not_known_joints_within_the_others_are_judged) {
  EXPECT_THAT(faults(with("steps:\n"
                          "  pair: {cut: game, at: [{start: 1, end: 2}, {start: 4, end: 5}]}\n"
                          "  film:\n"
                          "    concat: [gone, pair]\n"
                          "    transition: {crossfade: 3s}\n"
                          "output: {film: film.mp4}\n")),
              ::testing::Contains("7 document.transition_too_long"));
}

TEST(PlannedFaults, given_the_first_source_is_not_known_only_what_the_document_says_of_the_format_is_judged) {
  const auto of_format = [](const std::string& format, const std::string& inputs) {
    return faults(with("steps: {film: {concat: [" + inputs + "]}}\nformat: " + format + "\noutput: {film: film.mp4}\n"));
  };
  EXPECT_THAT(of_format("{video: av1}", "gone, game"), IsEmpty()) << "its size may do";
  EXPECT_THAT(of_format("{video: av1, size: 32x32}", "gone, game"), ElementsAre("4 document.encoder_option"));
  EXPECT_THAT(of_format("{video: libnosuch, audio: nosuch}", "gone"), ElementsAre("4 document.unknown_encoder", "4 document.unknown_encoder"));
  EXPECT_THAT(of_format("{audio: opus, sample_rate: 44100}", "gone"), ElementsAre("4 document.encoder_option"));
  EXPECT_THAT(of_format("{as: source, profile: main}", "gone, game"), IsEmpty());
}

TEST(PlannedFaults, given_a_fault_of_one_film_those_of_the_others_are_told_and_the_sound_ones_planned) {
  const std::string text = with("steps: {a: {concat: [game]}, b: {concat: [game]}}\n"
                                "output:\n"
                                "  a: {from: a, file: a.mp4, format: {video: libnosuch}}\n"
                                "  b: {from: b, file: b.mp4, format: {preset: quickest}}\n"
                                "  c: {from: b, file: c.mp4}\n");
  EXPECT_THAT(faults(text), ElementsAre("5 document.unknown_encoder", "6 document.encoder_option"));
  const Planned planned = plan_text(text);
  ASSERT_THAT(planned.made.plan.outputs, ::testing::SizeIs(1));
  EXPECT_EQ(planned.made.plan.outputs[0].path, "/out/c.mp4");
  ASSERT_THAT(planned.made.unplanned, ::testing::SizeIs(2));
  EXPECT_EQ(planned.made.unplanned[1].path, "/out/b.mp4");
}

TEST(PlannedFaults, given_moments_of_several_games_and_one_is_not_known_those_of_the_others_are_judged) {
  EXPECT_THAT(faults(with("moments:\n"
                          "  from:\n"
                          "    - {of: gone, list: [{start: 1, end: 2}]}\n"
                          "    - of: game\n"
                          "      list: [{start: 99, end: 100}]\n"
                          "steps: {clips: {cut: moments}}\n"
                          "output: {clips: film.mp4}\n")),
              ElementsAre("7 moments.outside"));
}

TEST(PlannedFaults, of_an_output_that_the_command_line_names_say_so) {
  PlanSettings settings;
  settings.output = "/out/film.xyz";
  const std::string text = with("output: {game: film.mp4}\n");
  const Planned planned = plan_text(text, settings);
  ASSERT_FALSE(planned.plan);
  EXPECT_EQ(core::to_line(planned.plan.error().front()), "-o: `/out/film.xyz` has no extension that names a container");
  settings.output = "/out/film.webm";
  EXPECT_THAT(faults(with("format: {video: h264}\noutput: {game: film.mp4}\n"), settings), ElementsAre("3 document.unfit_codec"))
      << "the codec is the document's";
}

TEST(PlannedFaults, of_inputs_that_nothing_uses_nothing_is_decided) {
  const Planned planned = plan_text("spool: 1\ninputs: {game: game.mp4, other: other.mp4, silent: silent.mp4, crest: crest.png}\n"
                                    "steps: {film: {effect: silent, apply: [{overlay: {image: crest}}]}}\n"
                                    "format: {fps: 25, audio: aac}\noutput: {film: film.mp4}\n");
  ASSERT_TRUE(planned.plan);
  std::vector<std::string> told;
  for (const SourceNote& source : planned.plan->sources) {
    if (!source.decided.empty()) told.push_back(source.input);
  }
  EXPECT_THAT(told, ElementsAre("silent"));
  EXPECT_THAT(planned.plan->sources, ::testing::SizeIs(4)) << "they are sources all the same";
}

TEST(PlannedFaults, of_a_document_that_is_not_understood_are_those_of_its_parts) {
  const auto parsed = parse(with("steps:\n"
                                 "  a: {efect: gone}\n"
                                 "  b: {effect: nowhere, apply: [{filter: {video: nosuch}}, {overlay: {image: game}}]}\n"
                                 "format: {video: libnosuch}\n"
                                 "output: {b: film.mp4}\n"), "reel.yaml");
  ASSERT_TRUE(parsed);
  const PartlyRead read = read_partly(*parsed, {"/v", "reel", {}, {}, std::nullopt});
  EXPECT_FALSE(read.faults.empty());
  ASSERT_TRUE(read.formats_known);
  Sources sources;
  sources.add("game", usual_media()["game"], 0);
  const MadePlan made = judge_parts(read.document, read.formats_known, sources, usual_ffmpeg(), {});
  std::vector<std::string> codes;
  for (const core::Error& error : made.errors) codes.push_back(error.code);
  EXPECT_THAT(codes, UnorderedElementsAre("document.unknown_filter", "document.not_a_picture", "document.unknown_encoder"));
  EXPECT_THAT(made.unplanned, ::testing::SizeIs(1));
}

}  // namespace
}  // namespace spool::pipelines::testing
