// The argument vector of every kind of job and every effect, word for word, one argument a line. Renewed only
// by scripts/renew-golden, and read as a diff.
#include "pipelines/ffmpeg/argv.h"
#include "pipelines/ffmpeg/timing.h"
#include "real_ffmpeg.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <memory>

namespace spool::test {
namespace {

using namespace pipelines;

/// Twenty seconds at 29.97, a keyframe each second, sound of 44.1 kHz.
Media match() {
  Media media;
  media.path = "/videos/it's a match: 1.mp4";
  media.format = "mov,mp4,m4a,3gp,3g2,mj2";
  media.kind = ContainerKind::mp4;
  media.pictures.time_base = Rational(1, 30000);
  for (std::int64_t i = 0; i < 600; ++i) media.pictures.shown.push_back(i * 1001);
  for (std::int64_t i = 0; i < 600; i += 30) media.pictures.keyframes.push_back(i * 1001);
  media.pictures.last_duration = 1001;
  VideoStream video;
  video.pixel_format = "yuv420p";
  video.color_matrix = "bt709";
  video.width = 1920;
  video.height = 1080;
  media.video = {video};
  AudioStream audio;
  audio.codec = "aac";
  audio.sample_rate = 44100;
  audio.channels = 2;
  media.audio = {audio};
  media.sound = {SoundIndex{0, 882000, 1024, false}};
  return media;
}

Media camera() {
  Media media = match();
  media.path = "/videos/camera.mkv";
  media.format = "matroska,webm";
  media.kind = ContainerKind::matroska;
  media.pictures.time_base = Rational(1, 1000);
  for (auto* stamps : {&media.pictures.shown, &media.pictures.keyframes}) {
    for (auto& stamp : *stamps) stamp = Rational(stamp, 30).round_half_up();
  }
  media.pictures.last_duration = 33;
  media.video[0].width = 720;
  media.video[0].height = 576;
  media.video[0].sample_aspect = Rational(64, 45);
  media.video[0].color_matrix.clear();
  media.video[0].interlaced = true;
  media.audio[0].sample_rate = 48000;
  media.audio[0].channels = 6;
  media.sound = {SoundIndex{312, 960000, 1024, false}};
  return media;
}

Media logo() {
  Media media;
  media.path = "/pictures/%03d.png";
  media.format = "png_pipe";
  media.kind = ContainerKind::picture;
  VideoStream video;
  video.pixel_format = "rgba";
  video.width = video.height = 400;
  media.video = {video};
  return media;
}

/// Larger than the film, and in other colours.
Media large() {
  Media media = match();
  media.video[0].color_matrix = "smpte170m";
  return media;
}

/// A phone's HLG, upright, larger than the film.
Media phone() {
  Media media = match();
  media.path = "/videos/phone.mov";
  VideoStream& video = media.video[0];
  video.codec = "hevc";
  video.pixel_format = "yuv420p10le";
  video.color_matrix = "bt2020nc";
  video.color_primaries = "bt2020";
  video.color_transfer = "arib-std-b67";
  return media;
}

/// BT.2020 without HDR, smaller than the film.
Media wide_gamut() {
  Media media = phone();
  media.video[0].color_transfer = "bt2020-10";
  media.video[0].width = 960;
  media.video[0].height = 540;
  return media;
}

PictureFormat format() {
  PictureFormat made;
  made.width = 1280;
  made.height = 720;
  made.rate = Rational(30000, 1001);
  made.crf = 21;
  made.preset = "veryfast";
  return made;
}

ClipJob clip(Media media, Rational speed = 1) {
  ClipJob job;
  job.source = std::make_shared<Media>(std::move(media));
  job.file = job.source->path;
  job.format = format();
  job.cut = job.source->is_still() ? hold_picture(3, job.format.rate)
                                   : cut_pictures(job.source->pictures, job.source->kind, Rational(9, 2), 6,
                                                  job.format.rate, speed)
                                         .value();
  job.output = "clip-1.mp4";
  return job;
}

ClipJob with(PictureEffect effect) {
  ClipJob job = clip(match());
  job.effects = {std::move(effect)};
  return job;
}

TitleOn title() {
  TitleOn made;
  made.lines = {"Goal: 2-1,", "it's [50%]; \\o/"};
  made.position = Position::bottom_left;
  made.shown = {0, 30};
  made.font_file = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
  made.size = 48;
  made.width = 300;
  made.ascent = 45;
  made.line_height = 56;
  made.box = "black@0.5";
  return made;
}

SoundPiece piece(Media media, Rational start, std::int64_t samples) {
  SoundPiece made;
  made.source = std::make_shared<Media>(std::move(media));
  made.file = made.source->path;
  made.start = start;
  made.samples = samples;
  return made;
}

SoundJob sound() {
  SoundJob job;
  SoundPiece faded = piece(match(), Rational(9, 2), 72072);
  faded.effects = {GainOn{-6, true}, SoundFadeOn{true, 0, 240}, SoundFadeOn{false, 71832, 240},
                   FilterOn{"highpass=f=80"}};
  SoundPiece slow = piece(camera(), 3, 96096);
  slow.speed = Rational(1, 4);
  slow.skip = 1000;
  SoundPiece silence;
  silence.samples = 4804;
  job.pieces = {faded, slow, silence};
  job.encode = true;
  job.format.bitrate = "192k";
  job.output = "reel-sound.m4a";
  return job;
}

FilmFormat film(const std::string& container = "mp4") { return {format(), sound().format, container, {}}; }

std::map<std::string, JobSpec> jobs() {
  ClipJob kept = clip(match());
  kept.cut = part_of(kept.cut, kept.source->pictures, kept.source->kind, kept.format.rate, FrameRange{5, 20});
  ClipJob again = clip(match());
  again.from_start = true;
  ClipJob black = clip(match());
  black.source = nullptr;
  ClipJob hevc = clip(match());
  hevc.format.encoder = "libx265";
  hevc.format.pixel_format = "yuv420p10le";
  ClipJob copied = clip(match());
  copied.copied = true;
  ClipJob copied_hevc = clip(camera());  // Matroska
  copied_hevc.copied = true;
  copied_hevc.format.encoder = "libx265";
  copied_hevc.format.own_sets = true;
  Media of_hevc = *copied_hevc.source;
  of_hevc.video.front().codec = "hevc";
  of_hevc.pictures.reorder = 2;
  copied_hevc.source = std::make_shared<Media>(of_hevc);
  ClipJob kept_hdr = clip(phone());
  kept_hdr.format.encoder = "libx265";
  kept_hdr.format.pixel_format = "yuv420p10le";
  kept_hdr.format.colour = {"bt2020nc", "bt2020", "arib-std-b67", "tv"};
  ClipJob told_light = kept_hdr;
  told_light.format.light = {{Rational(17, 25), Rational(8, 25), Rational(53, 200), Rational(69, 100), Rational(3, 20), Rational(3, 50), Rational(3127, 10000),
                              Rational(329, 1000), Rational(1, 10000), 1000}, 1000, 400};
  ClipJob told_light_av1 = told_light;
  told_light_av1.format.encoder = "libsvtav1";
  told_light_av1.format.preset = "10";
  ClipJob full_range = clip(match());
  full_range.format.colour.range = "pc";
  const auto on_card = [](const char* encoder, const char* pixels) {
    ClipJob made = clip(match());
    made.format.encoder = encoder;
    made.format.pixel_format = pixels;
    made.format.crf.reset();
    made.format.preset.clear();
    return made;
  };
  ClipJob nvenc = on_card("h264_nvenc", "yuv420p");
  nvenc.format.bitrate = "4M";
  nvenc.format.preset = "p5";
  ClipJob vaapi_overlay = on_card("h264_vaapi", "yuv420p");
  OverlayOn overlay{"/pictures/crest.png", "png_pipe", Position::top_right, {15, 40}, 120, Rational(4, 5)};
  ClipJob everything = clip(match(), Rational(1, 2));
  everything.effects = {FitOn{FitMode::crop, 0, 0, Position::center}, title(), overlay, FadeOn{false, 80, 8}};
  kept_hdr.effects = {title(), overlay};
  full_range.effects = {FitOn{FitMode::pad, 640, 640, Position::center}, title(), overlay, FadeOn{false, 80, 8}};
  SoundJob samples = sound();
  samples.encode = false;
  samples.output = "part.s16";
  SoundJob quad = sound();
  quad.format.layout = "quad";
  StageJob untold{clip(match()), sound().pieces[0], quad.format, "stage-1.mp4"};
  untold.clip.format.encoder = "libvpx-vp9";
  untold.sound->placed = untold.sound_format.layout = "4.0";
  ConcatJob untold_parts{{{"stage-1.mp4", 45}, {"stage-2.mp4", 45}}, {72072, 72072}, {}, film(), "reel.mp4"};
  untold_parts.format.picture.encoder = "libvpx-vp9";
  untold_parts.format.sound->layout = "4.0";
  JoinJob join{{{"clip-1.mp4", 45}, {"clip-2.mp4", 90}}, "reel.txt", "reel-sound.m4a", film(), "reel.mp4"};
  JoinJob named = join;
  named.format.metadata = {{"title", "It's 1:0 = x"}, {"creation_time", "2026-11-22T15:00:00Z"}};
  vaapi_overlay.effects = {overlay};
  SoundJob copied_sound = sound();
  copied_sound.pieces.resize(1);
  copied_sound.copied = true;
  JoinJob silent = join;
  silent.sound.clear();
  silent.format.container = "mov";
  silent.output = "reel.mov";
  Media camcorder = match();
  camcorder.path = "/videos/00001.mts";
  camcorder.kind = ContainerKind::mpeg;
  Media changing = camcorder;
  changing.audio.front().channels_change = true;
  ClipJob broadcast = clip(camcorder);
  broadcast.file = "camcorder.mp4";
  StageJob stage{clip(match()), sound().pieces[0], sound().format, "stage-1.mov"};
  return {{"clip", clip(match())},
          {"clip-interlaced-mkv", clip(camera())},
          {"clip-of-changing-shape", broadcast},
          {"clip-of-other-colours", clip(large())},
          {"clip-hdr", clip(phone())},
          {"clip-hdr-kept", kept_hdr},
          {"clip-hdr-told-light", told_light},
          {"clip-hdr-told-light-av1", told_light_av1},
          {"clip-full-range", full_range},
          {"clip-wide-gamut", clip(wide_gamut())},
          {"clip-half-speed", clip(match(), Rational(1, 2))},
          {"clip-kept-frames", kept},
          {"clip-from-start", again},
          {"clip-still", clip(logo())},
          {"clip-black", black},
          {"clip-hevc", hevc},
          {"copied", copied},
          {"copied-hevc-mkv", copied_hevc},
          {"clip-everything", everything},
          {"clip-nvenc", nvenc},
          {"clip-vaapi", on_card("hevc_vaapi", "yuv420p10le")},
          {"clip-vaapi-overlay", vaapi_overlay},
          {"clip-qsv", on_card("h264_qsv", "yuv420p")},
          {"join-metadata", named},
          {"effect-title", with(title())},
          {"effect-overlay", with(overlay)},
          {"effect-fade-in", with(FadeOn{true, 0, 8})},
          {"effect-fit-pad", with(FitOn{FitMode::pad, 640, 640, Position::center})},
          {"effect-fit-crop", with(FitOn{FitMode::crop, 720, 1280, Position::top_left})},
          {"effect-fit-stretch", with(FitOn{FitMode::stretch, 0, 0, Position::center})},
          {"effect-filter", with(FilterOn{"hue=s=0,eq=contrast=1.2"})},
          {"sound", sound()},
          {"sound-samples", samples},
          {"sound-quad", quad},
          {"sound-join-quad", SoundJoinJob{{"a.s16", "b.s16"}, quad.format, true, "reel-sound.m4a"}},
          {"stage-untold-channels", untold},
          {"concat-untold-channels", untold_parts},
          {"sound-copied", copied_sound},
          {"sound-join", SoundJoinJob{{"a.s16", "b.s16"}, sound().format, true, "reel-sound.m4a"}},
          {"join", join},
          {"join-silent-mov", silent},
          {"remux", RemuxJob{std::make_shared<Media>(camcorder), "camcorder.mp4"}},
          {"remux-changing-channels", RemuxJob{std::make_shared<Media>(changing), "camcorder.mp4", "stereo"}},
          {"rewrap", RewrapJob{"reel.mp4", "matroska", "reel.mkv", {}}},
          {"stage", stage},
          {"concat",
           ConcatJob{{{"stage-1.mov", 45}, {"stage-2.mov", 45}}, {72072, 72072}, {}, film(), "reel.mp4"}}};
}

std::string one_a_line(const std::vector<std::string>& argv) {
  std::string text;
  for (const std::string& argument : argv) text += argument + "\n";
  return text;
}

void expect_golden(const std::string& name, const std::string& text) {
  const std::string path = SPOOL_SOURCE_DIR "/tests/ffmpeg/golden/" + name + ".txt";
  if (std::getenv("SPOOL_RENEW_GOLDEN") != nullptr) write_file(path, text);
  EXPECT_EQ(text, read_file(path)) << "if this is meant: scripts/renew-golden, and read the diff";
}

TEST(Golden, argv_of_every_job_and_effect) {
  for (const auto& [name, job] : jobs()) {
    SCOPED_TRACE(name);
    expect_golden(name, one_a_line(argv_of(job, Tools{"ffmpeg", "ffprobe", 5})));
  }
}

TEST(Golden, argv_for_ffmpeg_7_differs_by_one_word_and_one_filter_only) {
  const JobSpec job = clip(match());
  auto newer = argv_of(job, Tools{"ffmpeg", "ffprobe", 7});
  auto older = argv_of(job, Tools{"ffmpeg", "ffprobe", 5});
  ASSERT_EQ(newer.size(), older.size());
  for (std::size_t i = 0; i < newer.size(); ++i) {
    if (older[i] == "-vsync") older[i] = "-fps_mode";
    if (i > 0 && older[i - 1] == "-vf") older[i] += ",setparams=chroma_location=left";
  }
  EXPECT_EQ(newer, older);
}

TEST(Golden, list_of_a_join_quotes_names_and_gives_durations_to_the_microsecond) {
  JoinJob job = std::get<JoinJob>(jobs().at("join"));
  job.parts.push_back({"it's.mp4", 1});
  expect_golden("join-list", concat_list(job));
}

}  // namespace
}  // namespace spool::test
