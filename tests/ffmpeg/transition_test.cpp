// Where two clips are shown at once. Source: EXACT, "Transitions".
#include "marked_sources.h"
#include "pipelines/document/keys.h"
#include "pipelines/ffmpeg/argv.h"
#include "pipelines/ffmpeg/timing.h"
#include "real_ffmpeg.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace spool::test {
namespace {

using core::Rational;
using pipelines::ClipJob;
using pipelines::MediaPtr;
using pipelines::SoundJob;
using pipelines::SoundPiece;
using pipelines::TransitionJob;

constexpr int grey_width = 64, grey_height = 48;

MediaPtr grey_still(const WorkFolder& folder, const std::string& name, int luma) {
  must_run({tools().ffmpeg, "-nostdin", "-v", "error", "-f", "lavfi", "-i",
            "color=r=25:d=2:s=64x48,format=yuv420p,geq=lum=" + std::to_string(luma) + ":cb=128:cr=128",
            "-c:v", "libx264", "-crf", "4", "-colorspace", "bt709", "-color_range", "tv", name},
           folder.path());
  return media_of(folder / name);
}

/// `frames` of it from `first` on.
ClipJob clip_of(const MediaPtr& media, std::int64_t first, std::int64_t frames) {
  ClipJob job;
  job.source = media;
  job.file = media->path;
  job.format.width = grey_width;
  job.format.height = grey_height;
  job.format.rate = 25;
  job.format.crf = 4;
  job.format.preset = "ultrafast";
  const auto whole = pipelines::cut_pictures(media->pictures, media->kind, 0, 2, 25, 1).value();
  job.cut = pipelines::part_of(whole, media->pictures, media->kind, 25, {first, first + frames});
  return job;
}

TransitionJob transition(const WorkFolder& folder, const std::string& kind, std::int64_t frames) {
  TransitionJob job;
  job.look = kind == "dip" ? pipelines::TransitionLook{"", "white"} : pipelines::TransitionLook{kind, ""};
  const auto of_before = job.look.of_before(frames);
  const auto of_after = job.look.of_after(frames);
  job.before = clip_of(media_of(folder / "dark.mp4"), of_before.first, of_before.end - of_before.first);
  job.after = clip_of(media_of(folder / "light.mp4"), of_after.first, of_after.end - of_after.first);
  job.output = "met.mp4";
  return job;
}

/// The luma of each picture, at its centre.
std::vector<int> lumas(const WorkFolder& folder) {
  const std::string bytes =
      must_run({tools().ffmpeg, "-nostdin", "-v", "error", "-i", "met.mp4", "-vf",
                "extractplanes=y,crop=1:1:32:24", "-f", "rawvideo", "-pix_fmt", "gray", "-"},
               folder.path());
  std::vector<int> found;
  for (const char byte : bytes) found.push_back(static_cast<unsigned char>(byte));
  return found;
}

class Transition : public ::testing::Test {
 protected:
  Transition() {
    grey_still(folder_, "dark.mp4", 40);
    grey_still(folder_, "light.mp4", 200);
  }
  std::vector<int> rendered(const std::string& kind, std::int64_t frames) {
    must_run(pipelines::argv_of(transition(folder_, kind, frames), tools()), folder_.path());
    return lumas(folder_);
  }
  WorkFolder folder_;
};

TEST_F(Transition, given_a_crossfade_picture_i_of_k_holds_the_share_i_of_k_of_the_second_clip) {
  for (const std::int64_t frames : {1, 2, 20, 25}) {
    const std::vector<int> shown = rendered("fade", frames);
    ASSERT_EQ(shown.size(), static_cast<std::size_t>(frames));
    for (std::size_t i = 0; i < shown.size(); ++i) {
      EXPECT_NEAR(shown[i], 40 + 160.0 * static_cast<double>(i) / static_cast<double>(frames), 2)
          << "picture " << i << " of " << frames;
    }
  }
}

TEST_F(Transition, given_a_dip_it_is_all_colour_in_the_middle_and_each_clip_on_its_own_side) {
  const std::vector<int> shown = rendered("dip", 21);
  ASSERT_EQ(shown.size(), 21U);
  EXPECT_NEAR(shown[0], 40, 25) << "the fade has begun";
  EXPECT_NEAR(shown[10], 235, 25);
  EXPECT_NEAR(shown[20], 200, 8);
  EXPECT_TRUE(std::is_sorted(shown.begin(), shown.begin() + 10));
  EXPECT_TRUE(std::is_sorted(shown.begin() + 11, shown.end(), std::greater<>()));
}

class LongTransition : public Transition {};

TEST_F(LongTransition, of_every_kind_has_its_frames_and_leads_from_the_one_to_the_other) {
  for (const pipelines::keys::Key& kind : pipelines::keys::transition.keys) {
    if (kind.name == "dip") continue;
    const std::vector<int> shown = rendered(kind.name == "crossfade" ? "fade" : std::string(kind.name), 8);
    EXPECT_EQ(shown.size(), 8U) << kind.name;
    EXPECT_NEAR(shown.front(), 40, 4) << kind.name;
  }
}

TEST_F(Transition, sliding_up_begins_with_the_first_clip_alone_and_is_the_same_every_time) {
  std::string first;
  for (int turn = 0; turn < 3; ++turn) {
    ASSERT_EQ(rendered("slideup", 8).size(), 8U);
    const std::string pictures = must_run({tools().ffmpeg, "-nostdin", "-v", "error", "-i", "met.mp4", "-vf", "extractplanes=y", "-f",
                                           "rawvideo", "-pix_fmt", "gray", "-"}, folder_.path());
    for (std::size_t i = 0; i < std::size_t{grey_width} * grey_height; ++i) ASSERT_NEAR(static_cast<unsigned char>(pictures[i]), 40, 3) << "pixel " << i;
    if (turn == 0) first = pictures;
    EXPECT_TRUE(pictures == first) << "another picture, the same command";
  }
}

// ---- sound ----

std::vector<std::int16_t> rendered(const std::vector<SoundPiece>& pieces, const WorkFolder& folder) {
  SoundJob job;
  job.pieces = pieces;
  job.format.layout = "mono";
  job.output = "sound.s16";
  must_run(pipelines::argv_of(job, tools()), folder.path());
  const std::string bytes = read_file(folder / "sound.s16");
  std::vector<std::int16_t> samples(bytes.size() / 2);
  std::copy_n(bytes.data(), samples.size() * 2, reinterpret_cast<char*>(samples.data()));
  return samples;
}

SoundPiece piece_of(const MediaPtr& media, std::int64_t first, std::int64_t samples,
                    std::int64_t overlap = 0) {
  SoundPiece piece;
  piece.source = media;
  piece.file = media->path;
  piece.start = Rational(first, 48000);
  piece.samples = samples;
  piece.overlap = overlap;
  return piece;
}

TEST(TransitionSound, given_an_overlap_the_count_is_exact_and_outside_of_it_every_sample_is_the_source_s) {
  const WorkFolder folder;
  const MediaPtr media = media_of(make_source("mov-30", folder.path()));
  const std::vector<std::int16_t> whole = sound_in(media->path, 1);
  const auto sound = rendered({piece_of(media, 24000, 9000), piece_of(media, 96000, 7000, 1601),
                               piece_of(media, 120000, 3000), piece_of(media, 60000, 5000, 800)},
                              folder);
  ASSERT_EQ(sound.size(), 9000U + 7000 - 1601 + 3000 + 5000 - 800);
  EXPECT_TRUE(std::equal(sound.begin(), sound.begin() + 9000 - 1601, whole.begin() + 24000));
  EXPECT_TRUE(
      std::equal(sound.begin() + 9000, sound.begin() + 9000 + 7000 - 1601, whole.begin() + 96000 + 1601));
  EXPECT_TRUE(std::equal(sound.end() - 4200, sound.end(), whole.begin() + 60800));
}

TEST(TransitionSound, given_a_pass_that_ends_before_an_overlap_and_one_that_begins_with_it_nothing_differs) {
  const WorkFolder folder;
  const MediaPtr media = media_of(make_source("mov-30", folder.path()));
  const SoundPiece before = piece_of(media, 24000, 9000);
  const SoundPiece after = piece_of(media, 96000, 7000, 1600);
  const auto at_once = rendered({before, after}, folder);
  SoundPiece shorter = before;
  shorter.samples -= 1600;
  SoundPiece tail = before;
  tail.skip = 9000 - 1600;
  tail.samples = 1600;
  auto in_two = rendered({shorter}, folder);
  const auto rest = rendered({tail, after}, folder);
  in_two.insert(in_two.end(), rest.begin(), rest.end());
  EXPECT_EQ(in_two, at_once);
}

}  // namespace
}  // namespace spool::test
