// What changes a job's key, and what does not. Every test plans a document twice and compares the keys.
#include "job_keys_fixture.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include <algorithm>
#include <set>

namespace spool::pipelines::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

/// Ids of jobs (by the first of the two) whose keys differ. Both must have the same jobs.
std::set<std::string> changed(const Keyed& before, const Keyed& now) {
  EXPECT_EQ(before.plan.jobs.size(), now.plan.jobs.size());
  std::set<std::string> ids;
  for (std::size_t i = 0; i < std::min(before.keys.size(), now.keys.size()); ++i) {
    if (before.keys[i]->digest != now.keys[i]->digest) ids.insert(before.plan.jobs[i].id);
  }
  return ids;
}

const std::set<std::string> everything = {"titled", "titled-2", "titled-3", "film-sound", "film-join"};

TEST(JobKeys, GivenTheSameDocumentThenTheKeysAreTheSameAndEachJobHasItsOwn) {
  const Keyed one = keyed(document({}));
  EXPECT_EQ(one.digests(), keyed(document({})).digests());
  const auto digests = one.digests();
  EXPECT_EQ(std::set<std::string>(digests.begin(), digests.end()).size(), digests.size());
  EXPECT_EQ(digests.front().size(), 32U);
}

TEST(JobKeys, GivenOtherNamesForStepsAndOutputsThenNothingChanges) {
  Told renamed;
  renamed.clips = "pieces: {cut: moments}";
  renamed.film = "reel: {concat: [titled]}";
  renamed.output = "{reel: elsewhere.mp4}";
  std::string text = document(renamed);
  text.replace(text.find("effect: clips"), 13, "effect: pieces");
  EXPECT_THAT(changed(keyed(document({})), keyed(text)), IsEmpty());
}

TEST(JobKeys, GivenAnotherNameForTheDocumentAndItsInputThenNothingChanges) {
  Told told;
  told.inputs = "{match: game.mp4}";
  std::string text = "name: \"another one\"\n" + document(told);
  text.replace(text.find("of: game"), 8, "of: match");
  const Keyed now = keyed(text, {}, {{"match", usual_media().at("game")}});
  EXPECT_THAT(changed(keyed(document({})), now), IsEmpty());
}

TEST(JobKeys, GivenACopyOfAnInputUnderAnotherNameThenNothingChanges) {
  auto media = usual_media();
  media["game"] = camera("/elsewhere/copy of it.m4v", 30, 60);
  const Contents contents = {{"/elsewhere/copy of it.m4v", "holds /v/game.mp4"}};
  EXPECT_THAT(changed(keyed(document({})), keyed(document({}), contents, media)), IsEmpty());
}

TEST(JobKeys, GivenMoreSlotsOrAnotherFolderThenNothingChanges) {
  PlanSettings settings;
  settings.slots = 16;
  settings.out_dir = "/somewhere/else";
  EXPECT_THAT(changed(keyed(document({})), keyed(document({}), {}, usual_media(), settings)), IsEmpty());
}

TEST(JobKeys, GivenIndependentStepsInAnotherOrderThenNothingChanges) {
  Told two, swapped;
  two.film = "film: {concat: [titled]}\n  other_film: {effect: game, apply: [{trim: {first: 2s}}]}";
  swapped.film = "other_film: {effect: game, apply: [{trim: {first: 2s}}]}\n  film: {concat: [titled]}";
  two.output = swapped.output = "{film: film.mp4, other_film: b.mp4}";
  EXPECT_THAT(changed(keyed(document(two)), keyed(document(swapped))), IsEmpty());
}

TEST(JobKeys, GivenAnotherLabelThatNoTitleShowsThenNothingChanges) {
  Told told, other;
  told.title = other.title = "{title: {text: Goal}}";
  other.second = "{start: 20, end: 24, label: \"Another\"}";
  EXPECT_THAT(changed(keyed(document(told)), keyed(document(other))), IsEmpty());
}

TEST(JobKeys, GivenAPolicyThenItChangesNothing) {
  EXPECT_THAT(changed(keyed(document({})),
                      keyed(document({}) + "policy: {tries: 7, stall: 5m, on_success: [notify]}\n")),
              IsEmpty());
}

TEST(JobKeys, GivenOneClipWithAnotherTitleThenThatClipAndTheJoinChange) {
  Told told;
  told.second = "{start: 20, end: 24, label: \"Goal 2:0\"}";
  const Keyed before = keyed(document({}));
  const Keyed now = keyed(document(told));
  EXPECT_THAT(changed(before, now), UnorderedElementsAre("titled-2", "film-join"));
  EXPECT_EQ(why_rendered(now.key("titled-2"), before.key("titled-2")), "its title changed");
  EXPECT_EQ(why_rendered(now.key("film-join"), before.key("film-join")), "titled-2 is rendered anew");
  EXPECT_EQ(why_rendered(now.key("titled"), before.key("titled")), "");
}

TEST(JobKeys, GivenAnotherMomentThenItsClipTheSoundAndTheJoinChange) {
  Told told;
  told.second = "{start: 20, end: 25, label: \"Goal 1:0\"}";
  const Keyed before = keyed(document({}));
  const Keyed now = keyed(document(told));
  EXPECT_THAT(changed(before, now), UnorderedElementsAre("titled-2", "film-sound", "film-join"));
  EXPECT_EQ(why_rendered(now.key("titled-2"), before.key("titled-2")), "its range changed")
      << "the fade moves along with the end";
  EXPECT_EQ(why_rendered(now.key("film-sound"), before.key("film-sound")), "its range changed");
  EXPECT_EQ(why_rendered(now.key("film-join"), before.key("film-join")),
            "film-sound and titled-2 are rendered anew");
}

TEST(JobKeys, GivenAnotherMomentThatSnapsToTheSamePicturesThenNoClipIsRendered) {
  Told told;
  told.second = "{start: 19.99, end: 23.99, label: \"Goal 1:0\"}";
  EXPECT_THAT(changed(keyed(document({})), keyed(document(told))),
              ::testing::Not(::testing::Contains("titled-2")));
}

TEST(JobKeys, GivenAnotherFadeThenAllThatIsFadedChanges) {
  Told told;
  told.more = "{fade: {out: 0.75s}}";
  const Keyed before = keyed(document({}));
  const Keyed now = keyed(document(told));
  EXPECT_EQ(changed(before, now), everything);
  EXPECT_EQ(why_rendered(now.key("titled"), before.key("titled")), "its fade changed");
  EXPECT_EQ(why_rendered(now.key("film-sound"), before.key("film-sound")), "its fade changed");
}

TEST(JobKeys, GivenAnotherFormatThenTheSentencesNameWhatWasChanged) {
  const Keyed before = keyed(document({}));
  const auto why = [&](const std::string& format, const std::string& job = "titled") {
    Told told;
    told.format = format;
    const Keyed now = keyed(document(told));
    return why_rendered(now.key(job), before.key(job));
  };
  EXPECT_EQ(why("{size: 640x360, fps: 30, crf: 22}"), "the encoder's settings changed");
  EXPECT_EQ(why("{size: 640x360, fps: 30, crf: 21, threads: 2}"), "the encoder's settings changed");
  EXPECT_EQ(why("{size: 320x180, fps: 30, crf: 21}"), "the film's size changed");
  EXPECT_EQ(why("{size: 640x360, fps: 25, crf: 21}"), "the film's frame rate changed");
  EXPECT_EQ(why("{size: 640x360, fps: 30, crf: 21, audio_bitrate: 96k}"), "");
  EXPECT_EQ(why("{size: 640x360, fps: 30, crf: 21, audio_bitrate: 96k}", "film-sound"),
            "the sound's format changed");
  EXPECT_EQ(why("{size: 320x180, fps: 30, crf: 22}"), "the film's size and the encoder's settings changed");
}

JobKey first_key(const FilmPlan& plan) {
  return job_keys(plan, [](const std::string& path) { return usual_content({}, path); }, "f").front().value();
}

TEST(JobKeys, GivenAnotherColourOfTheFilmThenItsPicturesChange) {
  FilmPlan plan = keyed(document({})).plan;
  const JobKey before = first_key(plan);
  std::get<ClipJob>(plan.jobs.front().spec).format.colour.matrix = "smpte170m";
  EXPECT_EQ(why_rendered(first_key(plan), before), "the film's colour changed");
}

TEST(JobKeys, GivenAnotherLightOfAnHdrFilmThenItsPicturesChange) {
  FilmPlan plan = keyed(document({})).plan;
  auto& format = std::get<ClipJob>(plan.jobs.front().spec).format;
  format.encoder = "libx265";
  const JobKey before = first_key(plan);
  format.light.brightest = 1000;
  EXPECT_EQ(why_rendered(first_key(plan), before), "the film's colour changed");
}

TEST(JobKeys, GivenAnotherContentOfASourceThenAllThatReadsItChanges) {
  const Keyed before = keyed(document({}));
  const Keyed now = keyed(document({}), {{"/v/game.mp4", "another"}});
  EXPECT_EQ(changed(before, now), everything);
  EXPECT_EQ(why_rendered(now.key("titled"), before.key("titled")), "game.mp4 changed");
}

TEST(JobKeys, GivenAnOverlayThenItsImageCounts) {
  Told told;
  told.more = "{overlay: {image: crest}}";
  const Keyed without = keyed(document({}));
  const Keyed before = keyed(document(told));
  EXPECT_EQ(why_rendered(before.key("titled"), without.key("titled")),
            "its overlay came in; its fade went out; crest.png came in");
  const Keyed now = keyed(document(told), {{"/v/crest.png", "another"}});
  EXPECT_THAT(changed(before, now), UnorderedElementsAre("titled", "titled-2", "titled-3", "film-join"));
  EXPECT_EQ(why_rendered(now.key("titled-3"), before.key("titled-3")), "crest.png changed");
}

TEST(JobKeys, GivenAnotherFontFileThenTitlesChange) {
  const Keyed before = keyed(document({}));
  const auto& title = std::get<TitleOn>(std::get<ClipJob>(before.plan.jobs[0].spec).effects.front());
  const Keyed now = keyed(document({}), {{title.font_file, "an upgraded font"}});
  EXPECT_THAT(changed(before, now), UnorderedElementsAre("titled", "titled-2", "titled-3", "film-join"));
}

TEST(JobKeys, GivenAnotherFfmpegThenEverythingChanges) {
  const Keyed before = keyed(document({}));
  const Keyed now = keyed(document({}), {}, usual_media(), {}, "ffmpeg-b");
  EXPECT_EQ(changed(before, now), everything);
  EXPECT_EQ(why_rendered(now.key("titled"), before.key("titled")), "ffmpeg changed");
  EXPECT_EQ(why_rendered(now.key("film-join"), before.key("film-join")), "ffmpeg changed");
}

TEST(JobKeys, GivenAnotherSoundTrackThenTheSoundChanges) {
  auto media = usual_media();
  Media two = *media.at("game");
  two.audio.push_back(two.audio.front());
  two.audio.back().ordinal = 1;
  two.sound.push_back(two.sound.front());
  media["game"] = std::make_shared<const Media>(std::move(two));
  Planned planned = plan_text(document({}), {}, media);
  FilmPlan other = *planned.plan;
  for (Job& job : other.jobs) {
    if (auto* sound = std::get_if<SoundJob>(&job.spec)) sound->pieces.front().track = 1;
  }
  const auto content = [](const std::string& path) { return usual_content({}, path); };
  const Keyed before{*planned.plan, job_keys(*planned.plan, content, "f")};
  const Keyed now{other, job_keys(other, content, "f")};
  EXPECT_THAT(changed(before, now), UnorderedElementsAre("film-sound", "film-join"));
  EXPECT_EQ(why_rendered(now.key("film-sound"), before.key("film-sound")), "its sound track changed");
}

TEST(JobKeys, GivenContentThatIsNotKnownThenNothingThatReadsItHasAKey) {
  Told told;
  told.film = "film: {concat: [titled, other]}";
  const Keyed keys = keyed(document(told), {{"/v/other.mp4", "unknown"}});
  std::map<std::string, bool> has;
  for (std::size_t i = 0; i < keys.plan.jobs.size(); ++i)
    has[keys.plan.jobs[i].id] = keys.keys[i].has_value();
  EXPECT_TRUE(has.at("titled"));
  EXPECT_FALSE(has.at("other"));
  EXPECT_FALSE(has.at("film-sound"));
  EXPECT_FALSE(has.at("film-join"));
}

TEST(JobKeys, GivenATapeThenItsClipsAreKeyedByTheRemuxAndTheRemuxByItsContentAndName) {
  Told told;
  told.film = "film: {concat: [titled, tape]}";
  const Keyed before = keyed(document(told));
  EXPECT_THAT(files_read_by(before.plan.jobs[3].spec), ElementsAre("/v/tape.ts"));
  EXPECT_THAT(files_read_by(before.plan.jobs[4].spec), IsEmpty()) << "the clip reads a work file";
  const Keyed now = keyed(document(told), {{"/v/tape.ts", "another"}});
  EXPECT_THAT(changed(before, now),
              UnorderedElementsAre("tape-remux", "tape", "tape-2", "film-sound", "film-join"));
  EXPECT_EQ(why_rendered(now.key("tape"), before.key("tape")), "tape-remux is rendered anew");
  auto media = usual_media();
  media["tape"] = camera("/v/tape.mpg", 25, 30, 720, 576, 2, ContainerKind::mpeg);
  EXPECT_THAT(changed(before, keyed(document(told), {{"/v/tape.mpg", "holds /v/tape.ts"}}, media)),
              ::testing::Contains("tape-remux"))
      << "with a stream such as this the name's end has a say in how ffmpeg reads it";
}

TEST(JobKeys, GivenClipsInAnotherOrderThenTheJoinChangesAndTheClipsDoNot) {
  Told told, swapped;
  told.film = "film: {concat: [titled, silent, other]}";
  swapped.film = "film: {concat: [titled, other, silent]}";
  const Keyed before = keyed(document(told));
  const Keyed now = keyed(document(swapped));
  EXPECT_EQ(before.key("titled").digest, now.key("titled").digest);
  EXPECT_EQ(before.key("other").digest, now.key("other").digest);
  EXPECT_EQ(before.key("silent").digest, now.key("silent").digest);
  EXPECT_NE(before.key("film-join").digest, now.key("film-join").digest);
}

TEST(JobKeys, GivenLiteralStagesThenTheyHaveKeysOfTheirOwn) {
  PlanSettings literally;
  literally.optimize = false;
  const Keyed before = keyed(document({}), {}, usual_media(), literally);
  EXPECT_EQ(before.digests(), keyed(document({}), {}, usual_media(), literally).digests());
  Told told;
  told.second = "{start: 20, end: 24, label: \"Goal 2:0\"}";
  const Keyed now = keyed(document(told), {}, usual_media(), literally);
  EXPECT_EQ(changed(before, now).size(), 2U) << "one effect and the film; no cut";
}

TEST(JobKeys, GivenAnMkvThenTheRewrapFollowsTheFilm) {
  Told told;
  told.output = "{film: film.mkv}";
  const Keyed before = keyed(document(told));
  EXPECT_EQ(before.key("film-join").digest, keyed(document({})).key("film-join").digest)
      << "the mp4 inside of it is the same";
  EXPECT_EQ(before.plan.jobs.back().id, "film-mkv");
}

}  // namespace
}  // namespace spool::pipelines::testing
