// A document with faults is read as far as it can be understood: what it names is known in spite of them.
#include "pipelines/document/reader.h"

#include <gtest/gtest.h>

#include <string>

namespace spool::pipelines {
namespace {

PartlyRead read_text(const std::string& text) {
  const auto parsed = parse(text, "reel.yaml");
  EXPECT_TRUE(parsed);
  return read_partly(*parsed, {"/v", "reel", {}, {}, std::nullopt});
}

TEST(PartlyRead, given_faults_what_else_it_names_is_known) {
  const PartlyRead read = read_text("inputs: {game: g.mp4, other: \"${nowhere}\"}\n"
                                    "moments: {of: game, file: tags.csv, kepp: {tag: goal}}\n"
                                    "steps: {clips: {cut: moments}, lost: {effect: nothing, apply: [{mute: true}]}}\n"
                                    "output: {clips: film.mp4, lost: \"${nowhere}.mp4\"}\n");
  EXPECT_FALSE(read.faults.empty());
  ASSERT_EQ(read.document.inputs.size(), 2U);
  EXPECT_EQ(read.document.inputs[0].path.value, "/v/g.mp4");
  EXPECT_EQ(read.document.inputs[1].path.value, "") << "a path that cannot be filled in is none";
  ASSERT_TRUE(read.document.moments);
  EXPECT_EQ(read.document.moments->blocks.at(0).file->value, "/v/tags.csv");
  ASSERT_EQ(read.document.outputs.size(), 1U);
  EXPECT_EQ(read.document.outputs[0].file.value, "film.mp4");
}

TEST(PartlyRead, given_a_fault_that_may_hide_a_codec_its_formats_are_not_known) {
  const auto formats_known = [](const std::string& more) {
    return read_text("inputs: {game: g.mp4}\noutput: {game: film.mp4}\n" + more).formats_known;
  };
  EXPECT_TRUE(formats_known("nmae: x\n"));
  EXPECT_TRUE(formats_known("policy: {tires: 3}\n"));
  EXPECT_TRUE(formats_known("format: {video: h264, crf: 99}\n")) << "as if it had none";
  EXPECT_FALSE(formats_known("format: {vidio: hevc, profile: main10}\n")) << "H.264 has no such profile, which is not what is wrong";
}

}  // namespace
}  // namespace spool::pipelines
