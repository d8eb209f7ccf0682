// A chart of known colours, recorded in every way that cameras and programs have, through every path that a picture takes
// to a film: the colours that come out are those that went in, within 2 levels of 255. Both ends by the test's own arithmetic.
#include "tests/integration/chart.h"
#include "tests/integration/reel.h"

#include <algorithm>
#include <cmath>

namespace spool::test {
namespace {

/// One recording of the chart.
struct Recording {
  std::string name;     ///< with the file's extension
  Numbers numbers;
  std::string matrix;   ///< the tag; empty: not tagged
  std::vector<std::string> encoder;
  bool grey = false;
};

const std::vector<std::string> lossless_h264 = {"-c:v", "libx264", "-qp", "0", "-preset", "ultrafast"};
const std::vector<std::string> lossless_ffv1 = {"-c:v", "ffv1"};

std::vector<Recording> recordings() {
  std::vector<Recording> all;
  struct Matrix {
    const char* tag;
    Weights weights;
  };
  for (const Matrix& matrix : {Matrix{"smpte170m", weights_601}, Matrix{"bt709", weights_709}, Matrix{"bt2020nc", weights_2020}}) {
    for (const bool full : {false, true}) {
      for (const std::string pixels : {"yuv420p", "yuv422p", "yuv444p", "yuv420p10le", "yuv422p10le"}) {
        const std::string name = std::string(matrix.tag) + (full ? "-pc-" : "-tv-") + pixels + ".mkv";
        all.push_back({name, {pixels, matrix.weights, full}, matrix.tag, lossless_h264});
      }
    }
  }
  all.push_back({"untagged.mp4", {"yuv420p", weights_601, false}, "", lossless_h264});
  all.push_back({"rgb.mkv", {"gbrp", {}, true}, "", lossless_ffv1});
  all.push_back({"grey.mkv", {"gray", {}, true}, "", lossless_ffv1, true});
  all.push_back({"still.png", {"rgb24", {}, true}, "", {"-c:v", "png"}});
  all.push_back({"still.jpg", {"yuv444p", weights_601, true}, "smpte170m", {"-c:v", "mjpeg", "-q:v", "1", "-pix_fmt", "yuvj444p"}});
  all.push_back({"motion.avi", {"yuv420p", weights_601, true}, "", {"-c:v", "mjpeg", "-q:v", "1", "-pix_fmt", "yuvj420p"}});
  all.push_back({"disc.mpg", {"yuv420p", weights_601, false}, "", {"-c:v", "mpeg2video", "-q:v", "1"}});
  all.push_back({"vp9.webm", {"yuv420p", weights_709, false}, "bt709", {"-c:v", "libvpx-vp9", "-lossless", "1", "-cpu-used", "8"}});
  all.push_back({"prores.mov", {"yuv422p10le", weights_709, false}, "bt709", {"-c:v", "prores_ks", "-profile:v", "hq"}});
  all.push_back({"hevc.mp4", {"yuv420p10le", weights_709, true}, "bt709",
                 {"-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "lossless=1:log-level=none"}});
  return all;
}

constexpr int frames_each = 6;

bool is_still(const Recording& recording) { return recording.name.starts_with("still"); }

void record(const Folder& folder, const Recording& recording) {
  const std::string raw = folder.write("chart.raw", chart_bytes(recording.numbers));
  std::vector<std::string> argv = {real_ffmpeg(), "-nostdin", "-v", "error", "-stream_loop", "-1", "-f", "rawvideo", "-r", "25",
                                   "-pix_fmt", recording.numbers.pixels, "-s",
                                   std::to_string(chart_width) + "x" + std::to_string(chart_height), "-i", raw,
                                   "-frames:v", is_still(recording) ? "1" : std::to_string(frames_each)};
  const std::string& pixels = recording.numbers.pixels;
  if (pixels.starts_with("yuv")) {
    // What the numbers are is only said, and nothing converted.
    const std::string range = recording.numbers.full ? "pc" : "tv";
    std::string tags = "setparams=range=" + range;
    if (!recording.matrix.empty()) tags += ":colorspace=" + recording.matrix;
    // A mov has its matrix in an atom that is only written with the other two; ffmpeg 7 does not look into ProRes itself.
    if (recording.name.ends_with(".mov")) tags += ":color_primaries=bt709:color_trc=bt709";
    const bool jpeg = std::ranges::find(recording.encoder, "mjpeg") != recording.encoder.end();
    if (jpeg) tags += ",scale=in_range=pc:out_range=pc:flags=accurate_rnd";
    argv.insert(argv.end(), {"-vf", tags, "-color_range", range});
    if (!recording.matrix.empty()) argv.insert(argv.end(), {"-colorspace", recording.matrix});
  }
  argv.insert(argv.end(), recording.encoder.begin(), recording.encoder.end());
  argv.push_back(folder / recording.name);
  const Ended made = run(argv);
  ASSERT_EQ(made.code, 0) << recording.name << ": " << made.err;
}

double luma_of(const Colour& colour) { return .2126 * colour[0] + .7152 * colour[1] + .0722 * colour[2]; }

/// Each as a clip of six pictures, one after the other.
std::string document_of(const std::vector<Recording>& all, const std::string& joints, const std::string& format, const std::string& file) {
  std::string inputs, steps, parts;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string number = std::to_string(i);
    inputs += "  c" + number + ": " + all[i].name + "\n";
    steps += "  s" + number + ": {cut: c" + number + ", at: [{start: 0, end: 0.24}]}\n";
    parts += (i == 0 ? "s" : ", s") + number;
  }
  return "spool: 1\ninputs:\n" + inputs + "steps:\n" + steps + "  film: {concat: [" + parts + "]" + joints + "}\nformat: " + format +
         "\noutput: {film: " + file + "}\n";
}

class LongColourChart : public Reel {
 protected:
  /// Every picture of the film as it is decoded, without a conversion.
  std::vector<std::string> pictures_of(const std::string& film, const std::string& pixels, int width, int height) const {
    const Ended decoded = run({real_ffmpeg(), "-nostdin", "-y", "-v", "error", "-i", folder_ / film, "-map", "0:v", "-vsync", "passthrough", "-f", "rawvideo",
                               folder_ / "film.raw"});
    EXPECT_EQ(decoded.code, 0) << decoded.err;
    const std::string all = read_file(folder_ / "film.raw");
    const bool deep = pixels.ends_with("10le");
    const std::size_t samples = static_cast<std::size_t>(width * height) *
                                (pixels.starts_with("yuv444") ? 6 : pixels.starts_with("yuv422") ? 4 : 3) / 2;
    std::vector<std::string> pictures;
    for (std::size_t at = 0; at < all.size(); at += samples * (deep ? 2 : 1)) pictures.push_back(all.substr(at, samples * (deep ? 2 : 1)));
    return pictures;
  }

  /// The worst level of one picture.
  static double off(const std::string& picture, const Recording& from, const std::string& pixels, int width, int height) {
    const std::vector<Colour> found = colours_in(picture, {pixels, weights_709, false}, width, height);
    double worst = 0;
    // What 8 bits cannot hold is not asked for: the recording's own numbers stand for the colours.
    const bool yuv = from.numbers.pixels.starts_with("yuv");
    const auto recorded = yuv ? colours_in(chart_bytes(from.numbers), from.numbers, chart_width, chart_height) : chart_colours();
    for (std::size_t i = 0; i < found.size(); ++i) {
      Colour wanted = recorded[i];
      for (double& part : wanted) part = std::clamp(part, 0., 255.);
      if (from.grey) wanted.fill(luma_of(wanted));
      for (std::size_t c = 0; c < 3; ++c) worst = std::max(worst, std::abs(std::clamp(found[i][c], 0., 255.) - wanted[c]));
    }
    return worst;
  }

  void render(const std::string& document, const std::vector<std::string>& options = {}) {
    folder_.write("film.yaml", document);
    std::vector<std::string> words = {"run", folder_ / "film.yaml", "-y"};
    words.insert(words.end(), options.begin(), options.end());
    const Ended made = spool(words);
    ASSERT_EQ(made.code, 0) << made.err;
  }

  void tagged(const std::string& film) const {
    // A mov has no place for the range; ProRes is limited by definition.
    const bool has_range = !film.ends_with(".mov");
    const Ended told = run({"ffprobe", "-v", "error", "-select_streams", "v", "-show_entries",
                            std::string(has_range ? "stream=color_range," : "stream=") + "color_space,color_transfer,color_primaries", "-of",
                            "csv=p=0", folder_ / film});
    EXPECT_EQ(told.out, has_range ? "tv,bt709,bt709,bt709\n" : "bt709,bt709,bt709\n") << film;
  }
};

TEST_F(LongColourChart, OfEveryRecordingIsInTheFilmWhatItWas) {
  const std::vector<Recording> all = recordings();
  for (const Recording& recording : all) record(folder_, recording);
  struct Path {
    const char* name;
    int width, height;
    std::string joints;
    std::vector<std::string> options;
  };
  for (const Path& path : {Path{"as large", chart_width, chart_height, "", {}},
                           Path{"half, crossfaded", chart_width / 2, chart_height / 2, ", transition: {crossfade: 0.08s}", {}},
                           Path{"twice", chart_width * 2, chart_height * 2, "", {}},
                           Path{"in stages", chart_width, chart_height, ", transition: {crossfade: 0.08s}", {"--no-optimize"}}}) {
    SCOPED_TRACE(path.name);
    const std::string format = "{size: " + std::to_string(path.width) + "x" + std::to_string(path.height) +
                               ", fps: 25, crf: 1, preset: ultrafast}";
    render(document_of(all, path.joints, format, "film.mp4"), path.options);
    tagged("film.mp4");
    const auto pictures = pictures_of("film.mp4", "yuv420p", path.width, path.height);
    // Two pictures of each clip are the next one's, too: the chart shows through both.
    const std::size_t each = path.joints.empty() ? frames_each : frames_each - 2;
    ASSERT_EQ(pictures.size(), each * all.size() + (path.joints.empty() ? 0 : 2));
    for (std::size_t i = 0; i < all.size(); ++i) {
      EXPECT_LE(off(pictures[i * each + 3], all[i], "yuv420p", path.width, path.height), 2) << all[i].name;
    }
  }
}

TEST_F(LongColourChart, IsTheSameInEveryKindOfFilm) {
  std::vector<Recording> some;
  for (const Recording& recording : recordings()) {
    for (const char* name : {"smpte170m-tv-yuv420p.mkv", "bt709-pc-yuv444p.mkv", "bt2020nc-tv-yuv420p10le.mkv", "rgb.mkv", "still.png"}) {
      if (recording.name == name) some.push_back(recording);
    }
  }
  for (const Recording& recording : some) record(folder_, recording);
  struct Kind {
    const char *file, *pixels, *format;
  };
  for (const Kind& kind : {Kind{"film.mkv", "yuv420p10le", "video: hevc, crf: 2, preset: ultrafast, pixel_format: yuv420p10le"},
                           Kind{"film.webm", "yuv420p", "video: vp9, crf: 2, preset: 8"},
                           Kind{"film.mp4", "yuv420p", "video: av1, crf: 4, preset: 10"},
                           Kind{"film.mov", "yuv422p10le", "video: prores"},
                           Kind{"film.mov", "yuv422p", "video: dnxhr"},
                           Kind{"film.mp4", "yuv444p", "crf: 1, preset: ultrafast, pixel_format: yuv444p"}}) {
    SCOPED_TRACE(kind.format);
    render(document_of(some, "", "{size: 320x256, fps: 25, " + std::string(kind.format) + "}", kind.file));
    tagged(kind.file);
    const auto pictures = pictures_of(kind.file, kind.pixels, chart_width, chart_height);
    ASSERT_EQ(pictures.size(), frames_each * some.size());
    for (std::size_t i = 0; i < some.size(); ++i) {
      EXPECT_LE(off(pictures[i * frames_each + 3], some[i], kind.pixels, chart_width, chart_height), 2) << some[i].name;
    }
  }
}

}  // namespace
}  // namespace spool::test
