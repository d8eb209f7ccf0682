#include "tests/integration/pair_sources.h"

#include "tests/integration/film.h"
#include "tests/integration/marked_picture.h"
#include "tests/noise.h"

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <fstream>
#include <set>

namespace spool::test {
namespace {

using Words = std::vector<std::string>;

Words operator+(Words first, const Words& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

// ---- the material
// ---------------------------------------------------------------------------------------------------------

constexpr Shape wide = {320, 180, 1}, upright = {180, 320, 1}, old = {320, 240, 1}, squeezed = {320, 240, 4.0 / 3};

const Folder& material() {
  static const Folder folder;
  return folder;
}

/// As many marked pictures as are ever used, of one shape, written once.
std::string raw_pictures(const Shape& shape) {
  constexpr unsigned count = 130;
  const std::string name = std::to_string(shape.width) + "x" + std::to_string(shape.height) + "-" + std::to_string(shape.pixel_aspect);
  std::ifstream there(material() / name);
  if (!there) {
    std::ofstream file(material() / name, std::ios::binary);
    for (unsigned number = 0; number < count; ++number) file << marked_picture(number, shape);
  }
  return name;
}

Words pictures(const Shape& shape, const std::string& rate, const std::string& seconds, const std::string& first = "0") {
  return {"-f", "rawvideo", "-pix_fmt", "rgb24", "-s", std::to_string(shape.width) + "x" + std::to_string(shape.height), "-r", rate, "-t", seconds, "-skip_initial_bytes",
          std::to_string(std::stoll(first) * shape.width * shape.height * 3), "-i", raw_pictures(shape)};
}

Words noise(int sample_rate, const std::string& seconds) {
  if (!std::ifstream(material() / "noise")) {
    const std::vector<std::int16_t> samples = make_noise(96000 * 3);
    std::string bytes(samples.size() * 2, '\0');
    std::memcpy(bytes.data(), samples.data(), bytes.size());
    material().write("noise", bytes);
  }
  return {"-f", "s16le", "-ar", std::to_string(sample_rate), "-ac", "1", "-t", seconds, "-i", "noise"};
}

const Words h264 = {"-c:v", "libx264", "-preset", "veryfast", "-crf", "14", "-pix_fmt", "yuv420p", "-threads", "1"};
const Words aac = {"-c:a", "aac", "-b:a", "160k"};

// ---- what ffmpeg's arguments cannot do, alike in all its versions
// ---------------------------------------------------------------------------------------------------------

using Matrix = std::array<int, 4>;  ///< a b c d: one column down is (c, d) on the screen

/// Writes a first track's display matrix, as a phone does that was held another way.
std::function<void(const std::string&)> held(const Matrix& matrix) {
  return [matrix](const std::string& path) {
    std::string bytes = read_file(path);
    const std::size_t box = bytes.find("tkhd");
    ASSERT_NE(box, std::string::npos) << path;
    const std::size_t at = box + 4 + (bytes[box + 4] == 0 ? 40 : 52);
    const std::array<std::size_t, 4> places = {0, 4, 12, 16};
    for (std::size_t i = 0; i < places.size(); ++i) {
      const auto value = static_cast<unsigned>(matrix[i] * 65536);
      for (std::size_t byte = 0; byte < 4; ++byte) bytes[at + places[i] + byte] = static_cast<char>(value >> (24 - 8 * byte));
    }
    std::ofstream(path, std::ios::binary) << bytes;
  };
}

/// A recording that goes on in another size and shape, as a receiver writes it where the programme changes.
void go_on_wide(const std::string& path) {
  const std::string rest = material() / "rest.ts";
  const Words recipe = Words{"ffmpeg", "-nostdin", "-v", "error", "-y"} + pictures(wide, "25", "1.6", "20") + noise(48000, "1.6") + h264 +
                       Words{"-g", "12", "-aspect", "16:9", "-output_ts_offset", "0.8", "-bf", "0", "-c:a", "mp2", "-avoid_negative_ts", "disabled", rest};
  const Ended ended = run(recipe, {material().path(), {}, {}});
  ASSERT_EQ(ended.code, 0) << ended.err;
  std::ofstream(path, std::ios::binary | std::ios::app) << read_file(rest);
}

int itself(int index) { return index; }
int past_the_gap(int index) { return index < 20 ? index : index + 8; }

// ---- the list
// ---------------------------------------------------------------------------------------------------------

std::vector<PairSource> real() {
  return {
      {.file = "wannaworktogether.mp4", .start = 2.3, .end = 3.2, .aspect = 480 / 352.0, .rate = "30000/1001", .sample_rate = 44100, .channels = 2,
       .pace = "29.97 fps"},
      {.file = "VID_20191220_170832.mp4", .start = 0.3, .end = 1.2, .aspect = 16 / 9.0, .rate = "30", .sample_rate = 48000, .channels = 2,
       .pace = "5-30 fps, variable"},
      {.file = "cityCC0.mpg", .start = 1.03, .end = 1.9, .aspect = 720 / 405.0, .rate = "25",
       .pace = "25 fps"},
      {.file = "balle-jbart.mp4", .start = 0.5, .end = 1.5, .aspect = 4 / 3.0, .rate = "25", .sample_rate = 48000, .channels = 2,
       .pace = "25 fps", .decided = {"pixels that are not square: 720x576 is shown as 768x576"}, .is_silent = true},
      {.file = "balle1-vp9.avi", .start = 0.1, .end = 0.9, .aspect = 4 / 3.0, .rate = "60", .sample_rate = 48000, .channels = 2,
       .pace = "31-187 fps, variable", .decided = {"sound ends early, at 1.1 s"}},
      {.file = "motion.mov", .start = 1, .end = 2, .aspect = 568 / 320.0, .rate = "30", .sample_rate = 44100, .channels = 1,
       .pace = "30 fps"},
      {.file = "ChID-BLITS-EBU.mp4", .start = 1.1, .end = 2.3, .aspect = 4 / 3.0, .rate = "8", .sample_rate = 44100, .channels = 6,
       .pace = "8 fps", .decided = {"5.1 sound"}},
      {.file = "Shepard_Calais_1906_FrenchGP.ogv.160p.ogv", .start = 0.7, .end = 1.7, .aspect = 214 / 160.0, .rate = "15",
       .pace = "15 fps"},
      {.file = "movie-hello.mpeg", .start = 0.9, .end = 1.8, .aspect = 4 / 3.0, .rate = "30000/1001", .sample_rate = 48000, .channels = 2,
       .pace = "29.97 fps", .sound_slack = 0.001},
  };
}

std::vector<PairSource> marked() {
  return {
      {.file = "turned.mp4", .start = 0.31, .end = 1.23, .aspect = upright.aspect(), .rate = "60000/1001", .sample_rate = 48000, .channels = 2,
       .pace = "59.94 fps", .decided = {"rotated 90°"},
       .number = itself,
       .recipe = [] { return pictures(upright, "60000/1001", "2.1") + noise(48000, "2.1") + h264 + aac + Words{"-vf", "transpose=2", "-ac", "2"}; },
       .finish = held({0, 1, -1, 0})},
      {.file = "mirrored.mov", .start = 0.5, .end = 1.4, .aspect = old.aspect(), .rate = "24", .sample_rate = 44100, .channels = 2,
       .pace = "24 fps", .decided = {"mirrored"},
       .number = itself,
       .recipe = [] { return pictures(old, "24", "2") + noise(44100, "2") + Words{"-vf", "hflip", "-c:v", "mjpeg", "-q:v", "2", "-pix_fmt", "yuvj420p", "-c:a", "pcm_s16le", "-ac", "2"}; },
       .finish = held({-1, 0, 0, 1})},
      {.file = "upside-down.mp4", .start = 0.2, .end = 1.1, .aspect = wide.aspect(), .rate = "25", .sample_rate = 48000, .channels = 1,
       .pace = "25 fps", .decided = {"rotated 180°"},
       .number = itself,
       .recipe = [] { return Words{"-itsoffset", "0.3"} + pictures(wide, "25", "2") + noise(48000, "2") + h264 + aac + Words{"-vf", "hflip,vflip"}; },
       .finish = held({-1, 0, 0, -1})},
      {.file = "interlaced.ts", .start = 0.41, .end = 1.33, .aspect = squeezed.aspect(), .rate = "25", .sample_rate = 48000, .channels = 2,
       .pace = "25 fps", .decided = {"interlaced: deinterlaced first", "pixels that are not square: 320x240 is shown as 427x240"},
       .number = itself,
       .recipe = [] { return pictures(squeezed, "25", "2.4") + noise(48000, "2.4") +
                 Words{"-vf", "setfield=tff", "-c:v", "mpeg2video", "-flags", "+ildct+ilme", "-q:v", "2", "-aspect", "16:9", "-c:a", "mp2", "-ac", "2"}; },
       .sound_slack = 0.001},
      {.file = "avchd.mts", .start = 0.4, .end = 1.3, .aspect = old.aspect(), .rate = "25", .sample_rate = 48000, .channels = 6,
       .pace = "25 fps", .decided = {"interlaced: deinterlaced first", "5.1 sound"},
       .number = itself,
       .recipe = [] { return pictures(old, "25", "2.4") + noise(48000, "2.4") + h264 +
                 Words{"-vf", "setfield=bff", "-flags", "+ildct+ilme", "-x264-params", "bff=1", "-c:a", "ac3", "-ac", "6"}; },
       .sound_slack = 0.001},
      {.file = "master.mov", .start = 0.6, .end = 1.5, .aspect = wide.aspect(), .rate = "24000/1001", .sample_rate = 96000, .channels = 8,
       .pace = "23.976 fps", .decided = {"7.1 sound"},
       .number = itself,
       .recipe = [] { return pictures(wide, "24000/1001", "2") + noise(96000, "2") +
                 Words{"-c:v", "prores_ks", "-profile:v", "3", "-pix_fmt", "yuv422p10le", "-c:a", "pcm_s24le", "-ac", "8"}; }},
      {.file = "streamed.mkv", .start = 0.9, .end = 1.9, .aspect = wide.aspect(), .rate = "12", .sample_rate = 22050, .channels = 1,
       .pace = "12 fps",
       .number = itself,
       .recipe = [] { return pictures(wide, "12", "3") + noise(22050, "3") + Words{"-c:v", "ffv1", "-pix_fmt", "gbrp", "-c:a", "flac", "-live", "1", "-seekable", "0"}; },
       .sound_slack = 0.001},
      {.file = "gaps.mp4", .start = 0.5, .end = 1.7, .aspect = wide.aspect(), .rate = "25", .sample_rate = 48000, .channels = 1,
       .pace = "3-25 fps, variable", .decided = {"gaps in the sound: silent there"},
       .number = past_the_gap,
       .recipe = [] { return pictures(wide, "25", "3") + noise(48000, "3") +
                 Words{"-vf", "select='lt(n,20)+gte(n,28)'", "-af", "asetnsamples=1024,aselect='lt(n,40)+gte(n,55)'", "-fps_mode", "passthrough", "-c:v", "libx264", "-preset", "veryfast",
                       "-crf", "14", "-pix_fmt", "yuv444p10le"} + aac; },
       .sound_gaps = true},
      {.file = "tracks.mp4", .start = 0.33, .end = 1.27, .aspect = wide.aspect(), .rate = "50", .sample_rate = 44100, .channels = 1,
       .pace = "50 fps", .decided = {"rotated 270°", "sound track 2 of 2 (eng)"},
       .number = itself,
       .recipe = [] { return pictures(wide, "50", "2") + Words{"-f", "lavfi", "-i", "sine=f=300:r=48000:d=2"} + noise(44100, "2") + Words{"-i", "captions.srt", "-i", "cover.png"} +
                 Words{"-map", "0", "-map", "1", "-map", "2", "-map", "3", "-map", "4", "-filter:v:0", "transpose=1"} + h264 + aac +
                 Words{"-c:s", "mov_text", "-c:v:1", "copy", "-disposition:v:1", "attached_pic", "-timecode", "01:00:00:00", "-metadata:s:a:0", "language=deu", "-metadata:s:a:1", "language=eng"}; },
       .track = 2,
       .finish = held({0, -1, 1, 0})},
      {.file = "changes.ts", .start = 0.3, .end = 1.4, .aspect = old.aspect(), .rate = "25", .sample_rate = 48000, .channels = 1,
       .pace = "25 fps", .decided = {"gaps in the sound: silent there"},
       .number = itself,
       .recipe = [] { return pictures(old, "25", "0.8") + noise(48000, "0.8") + h264 + Words{"-g", "12", "-bf", "0", "-c:a", "mp2", "-avoid_negative_ts", "disabled"}; },
       .sound_slack = 0.001, .sound_gaps = true,
       .finish = go_on_wide,
       .aspect_of_number = [](int number) { return number < 20 ? old.aspect() : wide.aspect(); }},
      {.file = "late.webm", .start = 0.2, .end = 1.3, .aspect = wide.aspect(), .rate = "30", .sample_rate = 48000, .channels = 1,
       .pace = "30 fps", .decided = {"sound begins late, at 0.5 s", "sound ends early, at 1.1 s"},
       .number = itself,
       .recipe = [] { return pictures(wide, "30", "2") + Words{"-itsoffset", "0.5"} + noise(48000, "0.6") +
                 Words{"-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "1M", "-g", "30", "-pix_fmt", "yuv420p", "-c:a", "libopus"}; },
       .sound_slack = 0.001},
  };
}

void make(const PairSource& source, const std::string& path) {
  if (source.file == "tracks.mp4") {
    material().write("captions.srt", "1\n00:00:00,100 --> 00:00:01,900\nGoal\n");
    run({"ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "color=red:s=96x96", "-frames:v", "1", material() / "cover.png"});
  }
  const Ended ended = run(Words{"ffmpeg", "-nostdin", "-v", "error", "-y"} + source.recipe() + Words{path}, {material().path(), {}, {}});
  ASSERT_EQ(ended.code, 0) << source.file << ": " << ended.err;
  if (source.finish) source.finish(path);
}

}  // namespace

const std::vector<PairSource>& pair_sources() {
  static const std::vector<PairSource> all = [] {
    std::vector<PairSource> list = real();
    for (PairSource& source : marked()) list.push_back(std::move(source));
    return list;
  }();
  return all;
}

std::string path_of(const PairSource& source) {
  if (!source.is_marked()) return footage(source.file);
  static std::set<std::string> made;
  const std::string path = material() / source.file;
  if (made.insert(source.file).second) make(source, path);
  return path;
}

}  // namespace spool::test
