// The literal stages of --no-optimize give a film of the same pictures and length. Source: CONTRACT,
// `--no-optimize`.
#include "marked_sources.h"
#include "pipelines/ffmpeg/argv.h"
#include "pipelines/ffmpeg/timing.h"
#include "real_ffmpeg.h"

#include <gtest/gtest.h>

namespace spool::test {
namespace {

using core::Rational;

TEST(Stages, cut_then_joined_by_the_concat_filter_hold_the_planned_pictures_and_samples) {
  const WorkFolder folder;
  const pipelines::MediaPtr media = media_of(make_source("mp4-2997", folder.path()));
  pipelines::ConcatJob concat;
  concat.format.picture.width = marked_width;
  concat.format.picture.height = marked_height;
  concat.format.picture.rate = Rational(30000, 1001);
  concat.format.picture.crf = 14;
  concat.format.picture.preset = "veryfast";
  concat.format.sound.emplace();
  concat.format.sound->layout = "mono";
  concat.output = "film.mp4";
  std::vector<int> expected;
  std::int64_t frames = 0, samples = 0;
  for (const int first : {20, 75, 130}) {
    pipelines::StageJob stage;
    stage.clip.source = media;
    stage.clip.file = media->path;
    const auto time = [](int picture) { return Rational(picture) * Rational(1001, 30000); };
    stage.clip.cut = pipelines::cut_pictures(media->pictures, media->kind, time(first), time(first + 31),
                                             concat.format.picture.rate, 1)
                         .value();
    stage.clip.format = concat.format.picture;
    stage.sound_format = *concat.format.sound;
    stage.sound.emplace();
    stage.sound->source = media;
    stage.sound->file = media->path;
    stage.sound->start = stage.clip.cut.t0;
    frames += stage.clip.frames();
    stage.sound->samples = stage.sound_format.sample_at(frames, concat.format.picture.rate) - samples;
    samples += stage.sound->samples;
    stage.output = "stage-" + std::to_string(first) + ".mov";
    must_run(pipelines::argv_of(stage, tools()), folder.path());
    EXPECT_EQ(sound_in(folder / stage.output, 1).size(), static_cast<std::size_t>(stage.sound->samples));
    concat.parts.push_back({stage.output, stage.clip.frames()});
    concat.samples.push_back(stage.sound->samples);
    for (int picture = first; picture < first + 31; ++picture) expected.push_back(picture);
  }
  must_run(pipelines::argv_of(concat, tools()), folder.path());
  EXPECT_EQ(pictures_in(folder / concat.output), expected);
  const std::size_t heard = sound_in(folder / concat.output, 1).size();
  EXPECT_GE(heard, static_cast<std::size_t>(samples));
  EXPECT_LT(heard, static_cast<std::size_t>(samples) + 1024);
}

}  // namespace
}  // namespace spool::test
