// Keys of raw filters, keys as text, and what is said of a change.
#include "job_keys_fixture.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace spool::pipelines::testing {
namespace {

using ::testing::ElementsAre;

// ---- raw filters ----

std::string with_filter(const std::string& chain) {
  Told told;
  told.more = "{filter: {video: \"" + chain + "\"}}";
  return document(told);
}

TEST(JobKeys, GivenARawFilterThatNamesAFileThenItsContentCounts) {
  const std::string text = with_filter("scale=640:360, scale='iw/2':ih/2");
  EXPECT_TRUE(keyed(text).keys.front());
  ClipJob job;
  job.effects = {FilterOn{"lut3d=file=/v/look.cube:interp=trilinear"}};
  const auto read = files_read_by(job);
  EXPECT_THAT(read, ElementsAre("/v/look.cube"));
}

TEST(JobKeys, GivenARawFilterThatAsksTheMachineThenThereIsNoKey) {
  const auto key_of = [](const std::string& chain) {
    FilmPlan plan;
    plan.jobs.emplace_back();
    ClipJob clip;
    clip.cut.frames = 30;
    clip.format.width = 64;
    clip.format.height = 64;
    clip.effects = {FilterOn{chain}};
    plan.jobs.back().spec = clip;
    return job_keys(
               plan, [](const std::string& path) { return usual_content({}, path); }, "f")
        .front();
  };
  EXPECT_TRUE(key_of("hue=s=0"));
  EXPECT_TRUE(key_of("drawtext=fontfile=/f/a.ttf:text=x"));
  EXPECT_FALSE(key_of("drawtext=text=x")) << "the font is looked up on the machine";
  EXPECT_FALSE(key_of("hue=s=0, subtitles=/v/a.srt"));
  EXPECT_FALSE(key_of("[in]frei0r@a=filter_name=glow[out]"));
  EXPECT_NE(key_of("lut3d=/v/a.cube")->digest, key_of("lut3d=/v/b.cube")->digest);
}

// ---- as text ----

TEST(JobKeys, GivenAKeyAsTextThenItComesBack) {
  const JobKey key = keyed(document({})).key("titled");
  const auto back = job_key_from_json(to_json(key));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->digest, key.digest);
  EXPECT_EQ(back->parts, key.parts);
  for (const char* text : {"", "{", "[]", R"({"digest":1,"parts":[]})", R"({"digest":"a","parts":[["b"]]})",
                           R"({"digest":"a","parts":[[1,2]]})"}) {
    EXPECT_FALSE(job_key_from_json(text)) << text;
  }
}

TEST(JobKeys, GivenASourceWhoseNameIsNotUtf8ThenItsKeyCanStillBeWritten) {
  auto media = usual_media();
  media["game"] = camera("/v/ga\xffme.mp4", 30, 60);
  const Keyed keys = keyed(document({}), {{"/v/ga\xffme.mp4", "x"}}, media);
  EXPECT_TRUE(job_key_from_json(to_json(keys.key("titled"))));
}

TEST(WhyRendered, GivenManyClipsThatChangedThenAFewAreNamed) {
  JobKey before{"a", {}};
  JobKey now{"b", {}};
  for (int i = 1; i <= 9; ++i) {
    before.parts.emplace_back("job clip-" + std::to_string(i), "x");
    now.parts.emplace_back("job clip-" + std::to_string(i), "y");
  }
  EXPECT_EQ(why_rendered(now, before), "clip-1, clip-2, clip-3 and 6 more are rendered anew");
}

TEST(WhyRendered, GivenNothingThatAPartTellsThenItIsStillSaid) {
  EXPECT_EQ(why_rendered({"b", {}}, {"a", {}}), "what it is made of changed");
}

}  // namespace
}  // namespace spool::pipelines::testing
