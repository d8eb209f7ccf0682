// Sound is cut at the sample, in every kind of container, and every piece is as long as it was planned.
// Source: EXACT, "Sound".
#include "marked_sources.h"
#include "pipelines/ffmpeg/argv.h"
#include "pipelines/ffmpeg/timing.h"
#include "real_ffmpeg.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <random>

namespace spool::test {
namespace {

using core::Rational;
using pipelines::MediaPtr;
using pipelines::SoundJob;
using pipelines::SoundPiece;

SoundPiece piece_of(const MediaPtr& media, const std::string& file, std::int64_t first_sample,
                    std::int64_t samples) {
  SoundPiece piece;
  piece.source = media;
  piece.file = file;
  piece.start = Rational(first_sample, 48000);
  piece.samples = samples;
  return piece;
}

std::vector<std::int16_t> rendered(const SoundJob& job, const std::string& folder) {
  must_run(pipelines::argv_of(job, tools()), folder);
  const std::string bytes = read_file(folder + "/" + job.output);
  std::vector<std::int16_t> samples(bytes.size() / 2);
  std::copy_n(bytes.data(), samples.size() * 2, reinterpret_cast<char*>(samples.data()));
  return samples;
}

SoundJob plain_samples(std::vector<SoundPiece> pieces) {
  SoundJob job;
  job.pieces = std::move(pieces);
  job.format.layout = "mono";
  job.output = "sound.s16";
  return job;
}

class SoundOf : public ::testing::TestWithParam<std::string> {};

TEST_P(SoundOf, is_cut_at_the_sample) {
  const WorkFolder folder;
  MediaPtr media = media_of(make_source(GetParam(), folder.path()));
  ASSERT_TRUE(media);
  std::string file = media->path;
  if (media->kind == pipelines::ContainerKind::mpeg) {
    file = folder / "remuxed.mp4";
    must_run(pipelines::argv_of(pipelines::RemuxJob{media, file}, tools()), folder.path());
    media = media_of(file);
  }
  ASSERT_EQ(media->sound.size(), 1U);
  // What the whole decodes to is the truth; its first sample's stamp is the index's.
  const std::vector<std::int16_t> whole = sound_in(file, 1);
  const pipelines::SoundIndex& index = media->sound[0];
  EXPECT_NEAR(static_cast<double>(index.end - index.first), static_cast<double>(whole.size()), 1100);

  std::mt19937 random(11);
  for (int turn = 0; turn < 8; ++turn) {
    const auto longest = static_cast<std::int64_t>(whole.size()) - 30000;
    const std::int64_t first =
        turn == 0 ? 0 : static_cast<std::int64_t>(random() % static_cast<unsigned>(longest));
    const std::int64_t samples = 8000 + static_cast<std::int64_t>(random() % 8000);
    const auto sound =
        rendered(plain_samples({piece_of(media, file, index.first + first, samples)}), folder.path());
    ASSERT_EQ(static_cast<std::int64_t>(sound.size()), samples);
    EXPECT_EQ(samples_off(sound, whole, first), 0) << "from sample " << first;
  }
}

INSTANTIATE_TEST_SUITE_P(every_kind, SoundOf,
                         ::testing::Values("mp4-25", "mov-30", "mkv-2997", "mkv-25", "webm-25", "cut-2997",
                                         "ts-25"),
                         [](const auto& instance) {
                           std::string name = instance.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

/// Seconds from the first picture to the first sample, by ffprobe.
double sound_after_picture(const std::string& file) {
  const auto start = [&](const char* stream) {
    return std::stod(must_run({tools().ffprobe, "-v", "error", "-select_streams", stream, "-show_entries", "stream=start_time", "-of", "csv=p=0", file}));
  };
  return start("a:0") - start("v:0");
}

TEST(Sound, of_a_broadcast_stands_beside_the_same_picture_once_it_is_copied_into_an_mp4) {
  const WorkFolder folder;
  const MediaPtr media = media_of(make_source("ts-25", folder.path()));
  const std::string file = folder / "remuxed.mp4";
  must_run(pipelines::argv_of(pipelines::RemuxJob{media, file}, tools()), folder.path());
  EXPECT_NEAR(sound_after_picture(file), sound_after_picture(media->path), 5e-6) << "a sample is 21 microseconds";
}

TEST(Sound, pieces_stand_one_after_the_other_at_the_sample_and_where_there_is_none_is_silence) {
  const WorkFolder folder;
  const MediaPtr media = media_of(make_source("mov-30", folder.path()));
  const std::vector<std::int16_t> whole = sound_in(media->path, 1);
  SoundPiece nothing;
  nothing.samples = 1601;
  const SoundPiece late = piece_of(media, media->path, -500, 4000);  // begins before the sound
  const SoundPiece early_end =
      piece_of(media, media->path, static_cast<std::int64_t>(whole.size()) - 3000, 8000);
  const auto sound = rendered(
      plain_samples({piece_of(media, media->path, 48000, 5000), nothing, late, early_end}), folder.path());
  ASSERT_EQ(sound.size(), 5000U + 1601 + 4000 + 8000);
  for (std::size_t i = 0; i < sound.size(); ++i) {
    std::int16_t expected = 0;
    if (i < 5000) expected = whole[48000 + i];
    if (i >= 6601 + 500 && i < 10601) expected = whole[i - 7101];
    if (i >= 10601 && i < 13601) expected = whole[whole.size() - 3000 + (i - 10601)];
    ASSERT_EQ(sound[i], expected) << "at sample " << i;
  }
}

TEST(Sound, of_which_a_later_part_is_kept_begins_at_that_sample) {
  const WorkFolder folder;
  const MediaPtr media = media_of(make_source("mov-30", folder.path()));
  SoundPiece piece = piece_of(media, media->path, 48000, 4000);
  piece.skip = 777;
  const auto sound = rendered(plain_samples({piece}), folder.path());
  const std::vector<std::int16_t> whole = sound_in(media->path, 1);
  ASSERT_EQ(sound.size(), 4000U);
  EXPECT_TRUE(std::equal(sound.begin(), sound.end(), whole.begin() + 48777));
}

TEST(Sound, at_any_speed_has_the_planned_count) {
  const WorkFolder folder;
  const MediaPtr media = media_of(make_source("mp4-25", folder.path()));
  for (const Rational speed : {Rational(1, 2), Rational(1, 5), Rational(2), Rational(7), Rational(4, 5)}) {
    SoundPiece piece = piece_of(media, media->path, 24000, 48001);
    piece.speed = speed;
    EXPECT_EQ(rendered(plain_samples({piece}), folder.path()).size(), 48001U)
        << "speed " << speed.to_string();
  }
}

/// Where the middle of what sounds between two samples lies.
double middle_of_sound(const std::vector<std::int16_t>& sound, std::int64_t from, std::int64_t to) {
  double all = 0, weighed = 0;
  for (std::int64_t i = from; i < to; ++i) {
    const double power = std::pow(sound[static_cast<std::size_t>(i)], 2);
    all += power;
    weighed += power * static_cast<double>(i);
  }
  return weighed / all;
}

TEST(Sound, at_any_speed_is_at_its_place) {
  const WorkFolder folder;
  must_run({tools().ffmpeg, "-nostdin", "-v", "error", "-f", "lavfi", "-i",
            "aevalsrc='between(mod(t,0.5),0.2,0.26)*(random(0)-0.5)':s=48000:d=4", "-c:a", "pcm_s16le", "bursts.wav"}, folder.path());
  const MediaPtr media = media_of(folder / "bursts.wav");
  for (const Rational speed : {Rational(1, 4), Rational(1, 2), Rational(3, 4), Rational(5, 4), Rational(2)}) {
    const double slower = static_cast<double>(speed.den()) / static_cast<double>(speed.num());
    SoundPiece piece = piece_of(media, media->path, 0, std::llround(48000 * 3.5 * slower));
    piece.speed = speed;
    const auto sound = rendered(plain_samples({piece}), folder.path());
    double late = 0;
    for (int burst = 0; burst < 6; ++burst) {
      const double middle = (burst * 0.5 + 0.23) * slower * 48000, reach = 0.2 * slower * 48000;
      late += (middle_of_sound(sound, std::llround(middle - reach), std::llround(middle + reach)) - middle) / 48 / 6;
    }
    EXPECT_LT(std::abs(late), speed < Rational(1, 2) ? 25 : 12) << late << " ms late at speed " << speed.to_string();
  }
}

TEST(Sound, in_another_rate_and_more_channels_has_the_planned_count_and_place) {
  const WorkFolder folder;
  const MediaPtr media = media_of(make_source("mp4-25", folder.path()));
  SoundJob job = plain_samples({piece_of(media, media->path, 48000, 44100)});
  job.format.sample_rate = 44100;
  job.format.layout = "stereo";
  const auto sound = rendered(job, folder.path());
  ASSERT_EQ(sound.size(), 2U * 44100);
  for (std::size_t i = 0; i < sound.size(); i += 2)
    ASSERT_EQ(sound[i], sound[i + 1]) << "one voice, both sides";
}

TEST(Sound, fades_by_samples_and_leaves_the_rest_untouched) {
  const WorkFolder folder;
  const MediaPtr media = media_of(make_source("mov-30", folder.path()));
  const std::vector<std::int16_t> whole = sound_in(media->path, 1);
  SoundPiece piece = piece_of(media, media->path, 48000, 4000);
  piece.effects = {pipelines::SoundFadeOn{true, 0, 240}, pipelines::SoundFadeOn{false, 3760, 240}};
  const auto sound = rendered(plain_samples({piece}), folder.path());
  EXPECT_EQ(sound[0], 0);
  EXPECT_LT(std::abs(sound[3999]), 200);
  EXPECT_TRUE(std::equal(sound.begin() + 240, sound.begin() + 3760, whole.begin() + 48240));
}

TEST(Sound, of_which_fades_are_under_way_at_the_first_sample_goes_on_from_there) {
  const WorkFolder folder;
  const MediaPtr media = media_of(make_source("mov-30", folder.path()));
  SoundPiece piece = piece_of(media, media->path, 48000, 5000);
  piece.effects = {pipelines::SoundFadeOn{true, 0, 3000}, pipelines::SoundFadeOn{false, 500, 6000}};
  const auto whole = rendered(plain_samples({piece}), folder.path());
  piece = piece_of(media, media->path, 49000, 4000);
  piece.effects = {pipelines::SoundFadeOn{true, -1000, 3000}, pipelines::SoundFadeOn{false, -500, 6000}};
  const auto later = rendered(plain_samples({piece}), folder.path());
  EXPECT_EQ(later, std::vector<std::int16_t>(whole.begin() + 1000, whole.end()));
}

TEST(Sound, joined_from_files_of_samples_is_every_sample_of_them) {
  const WorkFolder folder;
  write_file(folder / "a.s16", std::string(2000, 'a'));
  write_file(folder / "b.s16", std::string(3002, 'b'));
  pipelines::SoundJoinJob job;
  job.parts = {"a.s16", "b.s16", "a.s16"};
  job.format.layout = "mono";
  job.output = "all.s16";
  must_run(pipelines::argv_of(job, tools()), folder.path());
  EXPECT_EQ(read_file(folder / "all.s16"),
            std::string(2000, 'a') + std::string(3002, 'b') + std::string(2000, 'a'));
}

}  // namespace
}  // namespace spool::test
