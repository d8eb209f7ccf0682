// The index of a file against the judge: what ffmpeg decodes from it.
#include "probing.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

namespace spool::pipelines {
namespace {

using testing::decoded_stamps;
using testing::footage;
using testing::own_folder;
using testing::said_by;
using testing::usable;

class EveryPicture : public ::testing::TestWithParam<const char*> {};

TEST_P(EveryPicture, IsInTheIndexAtTheTimeAtWhichItIsDecoded) {
  const std::string path = footage(GetParam());
  const MediaPtr media = usable(path);
  ASSERT_TRUE(media);
  EXPECT_EQ(media->pictures.shown, decoded_stamps(path));
}

INSTANTIATE_TEST_SUITE_P(Footage, EveryPicture,
                         ::testing::Values("VID_20191220_170832.mp4",  // a phone's, variable rate
                                           "movie-hello.mp4",  // an edit list, a picture cut off at the end
                                           "movie-hello.avi",  // packets without stamps, a dropped picture
                                           "camera-two.mp4", "tour.mp4", "ChID-BLITS-EBU.mp4", "balle-jbart.mp4",
                                           "balle1-vp9.avi", "mimetype_webm.webm", "mimetype_ogg.ogv",
                                           "motion.mov"));

class RemuxedFirst : public ::testing::TestWithParam<std::vector<std::string>> {};

TEST_P(RemuxedFirst, HasTheStampsOfItsCopyBeforeTheCopyExists) {
  std::vector<std::string> made = GetParam();
  const std::string folder = own_folder("remux-" + made.front());
  std::string source = footage(made.front());
  if (made.size() > 1) {
    source = folder + '/' + made.front();
    std::vector<std::string> argv{"ffmpeg", "-nostdin",       "-v", "error", "-y",
                                  "-i",     footage(made[1]), "-t", "4"};
    argv.insert(argv.end(), made.begin() + 2, made.end());
    argv.push_back(source);
    said_by(argv);
  }
  const MediaPtr media = usable(source);
  ASSERT_TRUE(media);
  ASSERT_EQ(media->kind, ContainerKind::mpeg);

  const std::string copy = folder + "/copy.mp4";
  said_by({"ffmpeg", "-nostdin", "-v", "error", "-y", "-fflags", "+genpts", "-i", source, "-map", "0:v:0",
           "-map", "0:a?", "-c", "copy", "-video_track_timescale", "90000", "-movie_timescale", "90000", copy});

  EXPECT_EQ(media->pictures.shown, decoded_stamps(copy));
  const MediaPtr copied = usable(copy);
  ASSERT_TRUE(copied);
  EXPECT_EQ(media->pictures.keyframes.size(), copied->pictures.keyframes.size());
  ASSERT_EQ(media->sound.size(), copied->sound.size());
  for (std::size_t i = 0; i < media->sound.size(); ++i)
    EXPECT_EQ(media->sound[i].first, copied->sound[i].first);
}

INSTANTIATE_TEST_SUITE_P(
    Footage, RemuxedFirst,
    ::testing::Values(std::vector<std::string>{"movie-hello.mpeg"}, std::vector<std::string>{"cityCC0.mpg"},
                      std::vector<std::string>{"camera.ts", "camera-two.mp4", "-t", "20", "-c", "copy"},
                      std::vector<std::string>{"open.ts", "movie-hello.mp4", "-vf", "scale=320:-2", "-c:v",
                                               "libx264", "-x264-params", "open-gop=1:keyint=24:bframes=3",
                                               "-c:a", "mp2"},
                      std::vector<std::string>{"disc.vob", "movie-hello.mp4", "-vf",
                                               "scale=352:288,fps=30000/1001", "-c:v", "mpeg2video", "-bf",
                                               "2", "-g", "12", "-c:a", "ac3"},
                      std::vector<std::string>{"laced.ts", "movie-hello.mp4", "-vf",
                                               "scale=320:240,fps=50,interlace", "-flags", "+ilme+ildct",
                                               "-c:v", "libx264", "-x264-params", "tff=1", "-c:a", "aac"}));

TEST(SoundIndex, GivenAnEditListThatHidesThePriming_StartsWithTheFirstSampleHeard) {
  const MediaPtr media = usable(footage("camera-two.mp4"));
  ASSERT_TRUE(media);
  ASSERT_EQ(media->sound.size(), 1U);
  EXPECT_EQ(media->sound[0].first, 0);
  EXPECT_EQ(media->sound[0].end, 4'320'000);
  EXPECT_EQ(media->sound[0].frame_size, 1024);
  EXPECT_FALSE(media->sound[0].gaps);
}

TEST(SoundIndex, GivenADelayedTrack_StartsWhereItIsHeard) {
  const MediaPtr media = usable(footage("movie-hello.mp4"));
  ASSERT_TRUE(media);
  EXPECT_EQ(media->start, Rational::parse("0.033008").value());
  ASSERT_EQ(media->sound.size(), 1U);
  EXPECT_EQ(media->sound[0].first, 2016);
}

/// A second and a half of noise in a container.
MediaPtr noise_in(const std::string& name, const std::vector<std::string>& words) {
  const std::string file = own_folder("noise-" + name) + '/' + name;
  std::vector<std::string> argv = {"ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "anoisesrc=r=48000:d=1.5:seed=1"};
  argv.insert(argv.end(), words.begin(), words.end());
  argv.push_back(file);
  said_by(argv);
  return usable(file);
}

TEST(SoundIndex, GivenASilenceThatAnMp4LeavesOut_HasAGap) {
  const MediaPtr whole = noise_in("whole.mp4", {"-c:a", "aac"});
  const MediaPtr gap = noise_in("gap.mp4", {"-c:a", "aac", "-af", "aselect='lt(n,20)+gte(n,30)'"});
  ASSERT_TRUE(whole && gap);
  EXPECT_FALSE(whole->sound[0].gaps);
  EXPECT_TRUE(gap->sound[0].gaps);
}

TEST(SoundIndex, GivenOpusInMatroska_StartsWithTheFirstSampleThatItsDecoderLetsThrough) {
  const MediaPtr media = noise_in("opus.webm", {"-c:a", "libopus"});
  ASSERT_TRUE(media);
  EXPECT_NEAR(static_cast<double>(media->sound[0].first), 0, 48) << "a millisecond, as Matroska tells times";
}

/// Writes it into the index: ffmpeg's ways to say so are another in each version.
void turn_by_a_quarter(const std::string& mp4) {
  constexpr std::array<unsigned char, 20> matrix = {0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0};
  constexpr std::size_t at_matrix = 44;  // behind the type, in version 0
  std::ifstream file(mp4, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const std::size_t header = bytes.find("tkhd");
  ASSERT_NE(header, std::string::npos);
  std::copy(matrix.begin(), matrix.end(), bytes.begin() + static_cast<std::ptrdiff_t>(header + at_matrix));
  std::ofstream(mp4, std::ios::binary) << bytes;
}

TEST(Probe, GivenATwistedPicture_TellsItsSizeAsDisplayed) {
  const MediaPtr square = usable(footage("balle-jbart.mp4"));
  ASSERT_TRUE(square);
  EXPECT_EQ(square->video.front().display_width(), 768);
  EXPECT_EQ(square->video.front().display_height(), 576);

  const std::string turned = own_folder("turned") + "/turned.mp4";
  said_by({"ffmpeg", "-nostdin", "-v", "error", "-y", "-i", footage("tour.mp4"), "-map", "0:v", "-c", "copy", turned});
  turn_by_a_quarter(turned);
  const MediaPtr upright = usable(turned);
  ASSERT_TRUE(upright);
  EXPECT_EQ(upright->video.front().display_width(), 540);
  EXPECT_EQ(upright->video.front().display_height(), 960);
}

/// Writes EXIF's orientation behind the mark that a JPEG begins with.
void turn_photo(const std::string& jpeg, char orientation) {
  using namespace std::string_literals;
  const std::string tiff = "MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"s + orientation + "\0\0\0\0\0\0"s;
  const std::string exif = "Exif\0\0"s + tiff;
  std::ifstream file(jpeg, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  bytes.insert(2, "\xff\xe1\0"s + static_cast<char>(exif.size() + 2) + exif);
  std::ofstream(jpeg, std::ios::binary) << bytes;
}

TEST(Probe, GivenAPhotoThatWasHeldUpright_TellsItsSizeAsDisplayed) {
  for (const auto& [orientation, turn] : {std::pair('\1', 0), std::pair('\3', 180), std::pair('\6', 90), std::pair('\x08', 270)}) {
    const std::string photo = own_folder("photo") + "/photo.jpg";
    said_by({"ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "color=gray:s=400x300", "-frames:v", "1", "-pix_fmt", "yuvj420p", photo});
    turn_photo(photo, orientation);
    const MediaPtr media = usable(photo);
    ASSERT_TRUE(media);
    EXPECT_EQ(media->video.front().rotation, turn);
    EXPECT_EQ(media->video.front().display_width(), turn % 180 == 0 ? 400 : 300);
  }
}

TEST(Probe, GivenAMatroskaThatBeginsLate_DoesNotTakeItsClockForATruncation) {
  const std::string late = own_folder("late") + "/late.mkv";
  said_by({"ffmpeg", "-nostdin", "-v", "error", "-y", "-i", footage("movie-hello.mp4"), "-c", "copy",
           "-output_ts_offset", "3.3", late});
  const MediaPtr media = usable(late);
  ASSERT_TRUE(media);
  EXPECT_EQ(media->pictures.shown, decoded_stamps(late));
}

TEST(Probe, GivenAClipCutByCopy_DoesNotTakeItsEditListForATruncation) {
  const std::string cut = own_folder("cut") + "/cut.mp4";
  said_by({"ffmpeg", "-nostdin", "-v", "error", "-y", "-ss", "2.5", "-i", footage("movie-hello.mp4"), "-t",
           "3", "-c", "copy", cut});
  const MediaPtr media = usable(cut);
  ASSERT_TRUE(media);
  EXPECT_EQ(media->pictures.shown, decoded_stamps(cut));
}

}  // namespace
}  // namespace spool::pipelines
