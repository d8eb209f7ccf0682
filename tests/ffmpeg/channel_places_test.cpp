// Every layout that a codec is promised to hold in a container, encoded by the real ffmpeg: told as it was, and each channel's tone in its
// place. Source: planning/sound_layouts, which promises no more than this.
#include "marked_sources.h"
#include "pipelines/ffmpeg/argv.h"
#include "pipelines/ffmpeg/channel_layouts.h"
#include "pipelines/ffmpeg/timing.h"
#include "real_ffmpeg.h"
#include "tests/tones.h"

#include <gtest/gtest.h>

#include <cstring>
#include <map>
#include <memory>
#include <ostream>
#include <vector>

namespace spool::test {
namespace {

using pipelines::MediaPtr;
using pipelines::SoundFormat;

const std::map<std::string, std::string> speakers = {
    {"mono", "FC"},
    {"stereo", "FL FR"},
    {"2.1", "FL FR LFE"},
    {"3.0", "FL FR FC"},
    {"3.0(back)", "FL FR BC"},
    {"4.0", "FL FR FC BC"},
    {"quad", "FL FR BL BR"},
    {"quad(side)", "FL FR SL SR"},
    {"3.1", "FL FR FC LFE"},
    {"5.0", "FL FR FC BL BR"},
    {"5.0(side)", "FL FR FC SL SR"},
    {"4.1", "FL FR FC LFE BC"},
    {"5.1", "FL FR FC LFE BL BR"},
    {"5.1(side)", "FL FR FC LFE SL SR"},
    {"6.0", "FL FR FC BC SL SR"},
    {"6.0(front)", "FL FR FLC FRC SL SR"},
    {"hexagonal", "FL FR FC BL BR BC"},
    {"6.1", "FL FR FC LFE BC SL SR"},
    {"6.1(back)", "FL FR FC LFE BL BR BC"},
    {"6.1(front)", "FL FR LFE FLC FRC SL SR"},
    {"7.0", "FL FR FC BL BR SL SR"},
    {"7.0(front)", "FL FR FC FLC FRC SL SR"},
    {"7.1", "FL FR FC LFE BL BR SL SR"},
    {"7.1(wide)", "FL FR FC LFE BL BR FLC FRC"},
    {"7.1(wide-side)", "FL FR FC LFE FLC FRC SL SR"},
    {"octagonal", "FL FR FC BL BR BC SL SR"}};

struct Held {
  std::string name, encoder, muxer, ending;
  std::vector<std::string> layouts;

  friend void PrintTo(const Held& held, std::ostream* out) { *out << held.name; }
};

std::vector<std::int16_t> decoded(const std::string& file) {
  const std::string bytes = must_run({tools().ffmpeg, "-nostdin", "-v", "error", "-i", "file:" + file, "-map", "0:a:0", "-f", "s16le", "-c:a", "pcm_s16le", "-"});
  std::vector<std::int16_t> samples(bytes.size() / 2);
  std::memcpy(samples.data(), bytes.data(), samples.size() * 2);
  return samples;
}

std::string bytes_of(const std::vector<std::int16_t>& samples) {
  return {reinterpret_cast<const char*>(samples.data()), samples.size() * 2};
}

constexpr std::size_t half = 12000;         // samples of each of two files
constexpr std::size_t past_the_start = 9600;  // of a codec's own beginning

void expect_in_place(const std::string& file, const std::string& layout) {
  const MediaPtr media = media_of(file);
  ASSERT_TRUE(media);
  const pipelines::AudioStream& audio = media->audio.front();
  const std::string& expected = speakers.at(layout);
  ASSERT_EQ(static_cast<std::size_t>(audio.channels), speakers_in(expected).size());
  EXPECT_TRUE(pipelines::same_places(pipelines::layout_of(audio), layout)) << "it says \"" << audio.layout << "\"";
  EXPECT_EQ(heard_in(decoded(file), static_cast<std::size_t>(audio.channels), past_the_start), expected);
}

class ChannelPlaces : public ::testing::TestWithParam<Held> {};

TEST_P(ChannelPlaces, are_the_same_in_the_film) {
  const Held& held = GetParam();
  const WorkFolder folder;
  for (const std::string& layout : held.layouts) {
    SCOPED_TRACE(layout);
    pipelines::SoundJoinJob join;
    join.parts = {"a.pcm", "b.pcm"};
    for (const std::string& part : join.parts) write_file(folder / part, bytes_of(tone_samples(speakers.at(layout), half)));
    join.format.encoder = held.encoder;
    join.format.layout = layout;
    join.encode = true;
    join.output = "sound.m4a";
    must_run(pipelines::argv_of(join, tools()), folder.path());
    std::string film = join.output;
    if (held.muxer != join.format.part_muxer()) {
      film = "film." + held.ending;
      must_run(pipelines::argv_of(pipelines::RewrapJob{join.output, held.muxer, film, {}, held.encoder == "libopus"}, tools()), folder.path());
    }
    expect_in_place(folder / film, layout);
  }
}

const std::vector<std::string> aac = {"mono", "stereo", "2.1", "3.0", "3.0(back)", "4.0", "quad", "5.0", "5.1", "6.1", "7.1"};
const std::vector<std::string> opus = {"mono", "stereo", "3.0", "quad", "5.1", "7.1"};
const std::vector<std::string> flac = {"mono", "stereo", "3.0", "quad", "5.0", "5.1", "6.1", "7.1"};
const std::vector<std::string> pcm_in_mov = [] {
  std::vector<std::string> all;
  for (const auto& [layout, names] : speakers) all.push_back(layout);
  return all;
}();
std::string name_of_held(const ::testing::TestParamInfo<Held>& instance) { return instance.param.name; }

INSTANTIATE_TEST_SUITE_P(
    Few, ChannelPlaces,
    ::testing::Values(Held{"aac_mkv", "aac", "matroska", "mkv", {"4.0", "quad", "6.1"}}, Held{"opus_webm", "libopus", "webm", "webm", {"quad", "5.1"}},
                      Held{"flac_mkv", "flac", "matroska", "mkv", {"3.0", "quad", "5.1"}},
                      Held{"mp3_mp4", "libmp3lame", "mp4", "mp4", {"mono", "stereo"}}),
    name_of_held);
INSTANTIATE_TEST_SUITE_P(
    Long, ChannelPlaces,
    ::testing::Values(Held{"aac_mp4", "aac", "mp4", "mp4", aac}, Held{"aac_ts", "aac", "mpegts", "ts", {"4.0", "quad", "6.1"}},
                      Held{"opus_mp4", "libopus", "mp4", "mp4", opus}, Held{"flac_mp4", "flac", "mp4", "mp4", flac},
                      Held{"pcm_mov", "pcm_s16le", "mov", "mov", pcm_in_mov},
                      Held{"pcm_mkv", "pcm_s16le", "matroska", "mkv", {"mono", "stereo", "2.1", "4.0", "5.0", "5.1", "6.1", "7.1"}},
                      Held{"ac3_mp4", "ac3", "mp4", "mp4", {"mono", "stereo", "2.1", "3.0", "3.0(back)", "4.0", "quad", "3.1", "5.0", "4.1", "5.1"}},
                      Held{"alac_mov", "alac", "mp4", "mp4", {"mono", "stereo", "3.0", "4.0", "5.0", "5.1", "6.1(back)", "7.1(wide)"}}),
    name_of_held);

/// A second of tones in a mov.
MediaPtr recording(const WorkFolder& folder, const std::string& layout) {
  const std::string file = folder / (layout + ".mov");
  must_run({tools().ffmpeg, "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", tone_source(layout, speakers.at(layout), 1), "-c:a", "pcm_s16le", file});
  return media_of(file);
}

pipelines::SoundPiece piece_of(const MediaPtr& media, std::int64_t samples) {
  pipelines::SoundPiece piece;
  piece.source = media;
  piece.file = media->path;
  piece.samples = samples;
  return piece;
}

TEST(MixedChannels, of_each_clip_are_heard_where_its_source_has_them) {
  const WorkFolder folder;
  pipelines::SoundJob job;
  for (const char* layout : {"quad", "stereo", "mono", "5.1", "quad"}) job.pieces.push_back(piece_of(recording(folder, layout), 24000));
  job.format.layout = "quad";
  job.encode = true;
  job.output = "sound.m4a";
  must_run(pipelines::argv_of(job, tools()), folder.path());
  EXPECT_EQ(media_of(folder / job.output)->audio.front().layout, "quad");
  const std::vector<std::int16_t> sound = decoded(folder / job.output);
  EXPECT_EQ(heard_in(sound, 4, 9600), "FL FR BL BR");
  EXPECT_EQ(heard_in(sound, 4, 24000 + 9600), "FL FR - -");
  EXPECT_EQ(heard_in(sound, 4, 48000 + 9600), "FC FC - -") << "one voice in the middle";
  EXPECT_EQ(heard_in(sound, 4, 72000 + 9600), "FL+FC FR+FC BL BR") << "a centre between both sides; ffmpeg leaves low frequencies out";
  EXPECT_EQ(heard_in(sound, 4, 96000 + 9600), "FL FR BL BR");
}

TEST(MixedChannels, of_stages_whose_files_cannot_tell_them_are_placed_by_the_plan) {
  const WorkFolder folder;
  const MediaPtr picture = media_of(make_source("mp4-25", folder.path()));
  pipelines::StageJob stage;
  stage.clip.source = picture;
  stage.clip.file = picture->path;
  stage.clip.cut = pipelines::cut_pictures(picture->pictures, picture->kind, 0, core::Rational(4, 5), 25, 1).value();
  stage.clip.format.width = marked_width;
  stage.clip.format.height = marked_height;
  stage.clip.format.rate = 25;
  stage.clip.format.encoder = "libvpx-vp9";
  stage.clip.format.preset = "8";
  stage.sound_format.layout = "4.0";
  stage.sound = piece_of(recording(folder, "4.0"), 38400);
  stage.output = "cut.mp4";
  must_run(pipelines::argv_of(stage, tools()), folder.path());

  pipelines::ConcatJob concat;
  concat.format.picture = stage.clip.format;
  concat.format.sound = stage.sound_format;
  ASSERT_EQ(concat.format.untold_in_stage(), "4.0");
  stage.sound = piece_of(media_of(folder / "cut.mp4"), 38400);
  stage.sound->placed = concat.format.untold_in_stage();
  stage.output = "effect.mp4";
  must_run(pipelines::argv_of(stage, tools()), folder.path());
  concat.parts = {{"effect.mp4", 20}, {"cut.mp4", 20}};
  concat.samples = {38400, 38400};
  concat.output = "film.mp4";
  must_run(pipelines::argv_of(concat, tools()), folder.path());
  expect_in_place(folder / "film.mp4", "4.0");
  EXPECT_EQ(heard_in(decoded(folder / "film.mp4"), 4, 38400 + 9600), "FL FR FC BC");
}

}  // namespace
}  // namespace spool::test
