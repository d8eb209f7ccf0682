#include "marked_sources.h"

#include "real_ffmpeg.h"
#include "tests/barcode.h"
#include "tests/noise.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <map>

namespace spool::test {
namespace {

constexpr int cell = 16;
constexpr int dark = 28, light = 228;

using Argv = std::vector<std::string>;

Argv joined(Argv first, const Argv& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

std::string bytes_of(const std::vector<std::int16_t>& samples) {
  std::string bytes(samples.size() * 2, '\0');
  std::memcpy(bytes.data(), samples.data(), bytes.size());
  return bytes;
}

/// The raw material of all sources of a folder, written once.
void write_material(const std::string& folder) {
  write_file(folder + "/pictures.gray", barcode_pictures(marked_frames));
  write_file(folder + "/noise.s16", bytes_of(noise()));
}

Argv from_material(const std::string& rate) {
  return {tools().ffmpeg, "-nostdin", "-v",
          "error",        "-y",       "-f",
          "rawvideo",     "-pix_fmt", "gray",
          "-s",           "128x32",   "-r",
          rate,           "-i",       "pictures.gray",
          "-f",           "s16le",    "-ar",
          "48000",        "-ac",      "1",
          "-t",           "12",       "-i",
          "noise.s16",    "-map",     "0:v",
          "-map",         "1:a",      "-pix_fmt",
          "yuv420p",      "-threads", "1"};
}

const Argv x264 = {"-c:v", "libx264", "-preset", "veryfast", "-crf",          "18",
                   "-bf",  "3",       "-g",      "60",       "-sc_threshold", "0"};
const Argv aac = {"-c:a", "aac", "-b:a", "192k"};
const Argv opus = {"-c:a", "libopus", "-b:a", "128k"};

std::string rate_of(const std::string& kind) {
  if (kind.ends_with("25")) return "25";
  if (kind.ends_with("30")) return "30";
  return kind.ends_with("5994") ? "60000/1001" : "30000/1001";
}

Argv recipe(const std::string& kind, const std::string& file) {
  const Argv base = from_material(rate_of(kind));
  if (kind.starts_with("webm")) {
    return joined(joined(base, {"-c:v", "libvpx-vp9", "-b:v", "400k", "-deadline", "realtime", "-cpu-used",
                                "8", "-g", "64"}),
                  joined(opus, {file}));
  }
  if (kind.starts_with("opengop")) {
    const Argv open = {"-c:v", "libx264", "-preset",      "veryfast",
                       "-crf", "18",      "-bf",          "3",
                       "-g",   "40",      "-x264-params", "open-gop=1:scenecut=0:b-pyramid=normal"};
    return joined(joined(base, open), joined(aac, {file}));
  }
  if (kind.starts_with("vfr")) {
    const Argv uneven = {"-vf",
                         "settb=1/90000,setpts=N*3000+floor(1300*sin(N*1.7))+45000*floor(N/47)+1300",
                         tools().fps_mode() ? "-fps_mode" : "-vsync",
                         "passthrough",
                         "-enc_time_base",
                         "1/90000"};
    return joined(joined(base, uneven), joined(x264, joined(aac, {file})));
  }
  if (kind.starts_with("ps")) {
    return joined(joined(base, {"-c:v", "mpeg2video", "-q:v", "2", "-g", "12", "-bf", "2"}), {"-c:a", "mp2", file});
  }
  if (kind.starts_with("avi")) {
    return joined(joined(base, {"-c:v", "mpeg4", "-q:v", "2", "-g", "12"}), {"-c:a", "pcm_s16le", file});
  }
  if (kind.starts_with("ogg")) return joined(joined(base, {"-c:v", "libtheora", "-q:v", "9", "-g", "12"}), {"-an", file});
  if (kind.starts_with("coarse")) return joined(joined(base, x264), {"-c:a", "pcm_s16le", "-video_track_timescale", rate_of(kind), file});
  if (kind.starts_with("late")) return joined(joined(base, x264), joined(aac, {"-output_ts_offset", "3.3", file}));
  if (kind.starts_with("mov")) return joined(joined(base, x264), {"-c:a", "pcm_s16le", file});
  return joined(joined(base, x264), joined(aac, {file}));
}

std::string ending_of(const std::string& kind) {
  if (kind.starts_with("ps")) return ".mpg";
  if (kind.starts_with("late")) return ".mkv";
  if (kind.starts_with("coarse")) return ".mov";
  if (kind.starts_with("ogg")) return ".ogv";
  for (const char* container : {"avi", "mkv", "webm", "mov", "ts"}) {
    if (kind.starts_with(container)) return std::string(".") + container;
  }
  return ".mp4";
}

}  // namespace

std::string barcode_pictures(int count) {
  std::string all;
  all.reserve(static_cast<std::size_t>(count) * marked_width * marked_height);
  for (int number = 0; number < count; ++number) {
    const unsigned code = barcode_of(static_cast<unsigned>(number));
    for (int y = 0; y < marked_height; ++y) {
      for (int x = 0; x < marked_width; ++x) {
        const unsigned bit = static_cast<unsigned>(y / cell * barcode_columns + x / cell);
        all += static_cast<char>((code >> bit & 1U) != 0 ? light : dark);
      }
    }
  }
  return all;
}

std::vector<int> read_barcodes(const std::string& grey) {
  constexpr std::size_t size = std::size_t{marked_width} * marked_height;
  std::vector<int> numbers;
  for (std::size_t at = 0; at + size <= grey.size(); at += size) {
    unsigned code = 0;
    for (unsigned bit = 0; bit < 16; ++bit) {
      const std::size_t x = bit % barcode_columns * cell + cell / 2, y = bit / barcode_columns * cell + cell / 2;
      if (static_cast<unsigned char>(grey[at + y * marked_width + x]) > 128) code |= 1U << bit;
    }
    numbers.push_back(number_of(code));
  }
  return numbers;
}

std::vector<int> pictures_in(const std::string& file) {
  return read_barcodes(must_run({tools().ffmpeg, "-nostdin", "-v", "error", "-i", "file:" + file, "-map",
                                 "0:v:0", tools().fps_mode() ? "-fps_mode" : "-vsync", "passthrough", "-vf",
                                 "scale=128:32:flags=neighbor", "-f", "rawvideo", "-pix_fmt", "gray", "-"}));
}

const std::vector<std::int16_t>& noise() {
  static const std::vector<std::int16_t> samples = make_noise(std::size_t{48000} * 40);
  return samples;
}

std::vector<std::int16_t> sound_in(const std::string& file, int channels) {
  const std::string bytes = must_run({tools().ffmpeg, "-nostdin", "-v", "error", "-i", "file:" + file, "-map",
                                      "0:a:0", "-f", "s16le", "-c:a", "pcm_s16le", "-"});
  std::vector<std::int16_t> all(bytes.size() / 2), first;
  std::memcpy(all.data(), bytes.data(), all.size() * 2);
  for (std::size_t i = 0; i < all.size(); i += static_cast<std::size_t>(channels)) first.push_back(all[i]);
  return first;
}

std::int64_t samples_off(const std::vector<std::int16_t>& sound, const std::vector<std::int16_t>& reference,
                         std::int64_t expected) {
  constexpr std::int64_t reach = 2400;
  const auto length = std::min<std::int64_t>(static_cast<std::int64_t>(sound.size()), 4000);
  double best = -1;
  std::int64_t best_at = -reach;
  for (std::int64_t shift = -reach; shift <= reach; ++shift) {
    double product = 0;
    for (std::int64_t i = std::max<std::int64_t>(0, -(expected + shift)); i < length; ++i) {
      const std::int64_t at = expected + shift + i;
      if (at >= static_cast<std::int64_t>(reference.size())) break;
      product +=
          static_cast<double>(sound[static_cast<std::size_t>(i)]) * reference[static_cast<std::size_t>(at)];
    }
    if (product > best) {
      best = product;
      best_at = shift;
    }
  }
  return best_at;
}

/// mp4-RATE, mov-RATE (PCM), mkv-RATE, webm-RATE (VP9, Opus), ts-RATE, ps-RATE (MPEG-2), avi-RATE (MPEG-4, PCM), ogg-RATE (Theora), coarse-RATE: a mov whose
/// ticks are pictures, /// opengop-RATE, vfr, late-RATE: an mkv whose clock begins at 3.3 s, and cut-RATE: an mp4 cut by copy, whose edit
/// list hides its first pictures. RATE: 25, 30, 2997, 5994.
std::string make_source(const std::string& kind, const std::string& folder) {
  std::string file = kind + ending_of(kind);
  if (read_file(folder + "/noise.s16").empty()) write_material(folder);
  if (kind.starts_with("cut")) {
    must_run(recipe("mp4" + kind.substr(3), "whole-" + file), folder);
    must_run({tools().ffmpeg, "-nostdin", "-v", "error", "-y", "-ss", "1.31", "-i", "whole-" + file, "-c",
              "copy", file},
             folder);
  } else {
    must_run(recipe(kind, file), folder);
  }
  return folder + "/" + file;
}

}  // namespace spool::test
