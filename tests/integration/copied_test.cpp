// `format: source`: what is only cut is copied, the edges are encoded, and each picture is the source's own. Its truth is the
// source, decoded. Source: EXACT, "Which frames" and "smart cut".
#include "tests/integration/film.h"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <random>
#include <set>
#include <sstream>

namespace spool::test {
namespace {

using Words = std::vector<std::string>;

struct Recording {
  std::string name;
  std::string file;
  std::string rate;
  Words encoder;
  bool is_copied = true;  ///< some of its pictures can be
};

std::ostream& operator<<(std::ostream& out, const Recording& recording) { return out << recording.name; }

const Words x264 = {"-c:v", "libx264", "-preset", "veryfast", "-bf", "3", "-g", "40", "-sc_threshold", "0"};
const std::string tags = "colorprim=bt709:transfer=bt709:colormatrix=bt709";
const Words x265 = {"-c:v", "libx265", "-preset", "ultrafast", "-tag:v", "hvc1"};

Words with(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

/// Twelve seconds in which no two pictures that follow each other are alike.
std::string made(const Folder& folder, const Recording& recording) {
  Words words = {"ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=1280x320:duration=12:rate=" + recording.rate,
                 "-f", "lavfi", "-i", "anoisesrc=duration=12:sample_rate=48000:amplitude=0.3:seed=5", "-pix_fmt", "yuv420p", "-threads", "1"};
  words = with(words, recording.encoder);
  words = with(words, {"-c:a", "aac", "-shortest", folder / recording.file});
  const Ended ended = run(words);
  EXPECT_EQ(ended.code, 0) << ended.err;
  return folder / recording.file;
}

struct Pictures {
  Words digests;                      ///< of each as decoded
  std::vector<std::string> thumbnails;  ///< grey, small
};

Pictures pictures_in(const std::string& film) {
  constexpr std::size_t size = std::size_t{160} * 40;
  Pictures pictures;
  const Ended told = run({"ffmpeg", "-nostdin", "-v", "error", "-i", film, "-map", "0:v:0", "-fps_mode", "passthrough", "-f", "framemd5", "-"});
  EXPECT_EQ(told.err, "") << film;
  for (const std::string& line : lines_of(told.out)) {
    if (!line.empty() && line.front() != '#') pictures.digests.push_back(line.substr(line.rfind(' ') + 1));
  }
  const Ended small = run({"ffmpeg", "-nostdin", "-v", "error", "-i", film, "-map", "0:v:0", "-fps_mode", "passthrough", "-vf",
                           "scale=160:40:flags=area,format=gray", "-f", "rawvideo", "-"});
  for (std::size_t at = 0; at + size <= small.out.size(); at += size) pictures.thumbnails.push_back(small.out.substr(at, size));
  return pictures;
}

std::int64_t distance(const std::string& one, const std::string& other) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < one.size(); ++i) {
    sum += std::abs(static_cast<unsigned char>(one[i]) - static_cast<unsigned char>(other[i]));
  }
  return sum;
}

/// Which of a picture and its neighbours in the source is most like it.
std::size_t nearest(const std::string& picture, const Pictures& source, std::size_t about) {
  std::size_t best = about;
  for (std::size_t i = about < 3 ? 0 : about - 3; i <= about + 3 && i < source.thumbnails.size(); ++i) {
    if (distance(picture, source.thumbnails[i]) < distance(picture, source.thumbnails[best])) best = i;
  }
  return best;
}

struct Cut {
  std::size_t first = 0, end = 0;  ///< pictures of the source
};

std::vector<Cut> random_cuts(std::mt19937& random, int count, std::size_t pictures) {
  std::vector<Cut> cuts;
  for (int i = 0; i < count; ++i) {
    const std::size_t length = 10 + random() % 120;
    const std::size_t first = random() % (pictures - length);
    cuts.push_back({first, first + length});
  }
  std::ranges::sort(cuts, {}, &Cut::first);  // as they are shown
  return cuts;
}

std::string document(const std::string& file, const std::vector<Cut>& cuts, const std::string& format) {
  std::ostringstream text;
  text << "inputs: {game: '" << file << "'}\nsteps:\n  clips: {cut: game, at: [";
  for (const Cut& cut : cuts) text << "{start: " << cut.first << "f, end: " << cut.end << "f}, ";
  text << "]}\nformat: " << format << "\noutput: {clips: film" << file.substr(file.rfind('.') == file.npos ? 0 : file.rfind('.')) << "}\n";
  return text.str();
}

/// Frames that the plan means to copy.
std::int64_t planned_copies(const boost::json::object& plan) {
  std::int64_t frames = 0;
  for (const auto& job : plan.at("jobs").as_array()) {
    if (job.at("kind").as_string() != "copy") continue;
    const auto& argv = job.at("argv").as_array();
    const auto* const limit = std::ranges::find(argv, boost::json::value("-frames:v"));
    frames += std::stoll(std::string(std::next(limit)->as_string()));
  }
  return frames;
}

struct Copied {
  std::int64_t planned = 0;    ///< frames
  std::int64_t identical = 0;  ///< frames that are the source's to the last bit, as decoded
  bool encoded_after_all = false;
};

/// Renders the cuts, and expects each picture in its place.
Copied expect_exact(const Folder& folder, const std::string& file, const Pictures& source, const std::vector<Cut>& cuts) {
  const Surroundings here{folder.path(), {}, {}};
  Copied copied;
  const std::string text = folder.write("film.yaml", document(file, cuts, "source"));
  const Ended planned = run(spool_with(folder, {"run", text, "-n", "--format", "json"}), here);
  EXPECT_EQ(planned.code, 0) << planned.err;
  if (planned.code != 0) return copied;
  const boost::json::object plan = boost::json::parse(planned.out).as_object();
  copied.planned = planned_copies(plan);
  const Ended rendered = run(spool_with(folder, {"run", text, "-y", "--json"}), here);
  EXPECT_EQ(rendered.code, 0) << rendered.err;
  copied.encoded_after_all = !events(rendered.out, "job.retrying").empty();
  if (file.ends_with(".mp4")) expect_as_planned(plan.at("outputs").as_array());
  const std::string film(plan.at("outputs").as_array().front().at("path").as_string());
  const Ended verified = run(spool_with(folder, {"verify", film}), here);
  EXPECT_EQ(verified.code, 0) << verified.out << verified.err;

  const Ended tagged = run({"ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "frame=color_range,color_space,color_primaries,color_transfer:frame_side_data=",
                            "-of", "csv", film});
  std::set<std::string> colours;
  for (const std::string& line : lines_of(tagged.out)) {
    if (line.starts_with("frame,")) colours.insert(line.substr(0, line.find(",side_data")));
  }
  EXPECT_EQ(colours.size(), 1U) << "colours come and go: " << tagged.out.substr(0, 500);
  const Pictures shown = pictures_in(film);
  std::size_t at = 0;
  for (const Cut& cut : cuts) {
    for (std::size_t i = cut.first; i < cut.end && at < shown.digests.size(); ++i, ++at) {
      const bool same = shown.digests[at] == source.digests[i];
      copied.identical += same ? 1 : 0;
      if (!same) {
        EXPECT_EQ(nearest(shown.thumbnails[at], source, i), i) << "frame " << at << " of the film";
      }
    }
  }
  EXPECT_EQ(at, shown.digests.size());
  return copied;
}

class CopiedPictures : public ::testing::TestWithParam<Recording> {};

const std::vector<Recording> recordings = {
    {"mp4", "game.mp4", "25", x264},
    {"mkv_2997", "game.mkv", "30000/1001", x264},
    {"mov_full_range", "game.mov", "24", with(x264, {"-pix_fmt", "yuvj420p"})},
    {"ts", "game.ts", "25", x264},
    {"mp4_baseline_5994", "game.mp4", "60000/1001", with(x264, {"-profile:v", "baseline", "-bf", "0"})},
    {"mp4_open_gop", "game.mp4", "30", with(x264, {"-x264-params", "open-gop=1"})},
    {"mkv_intra_refresh", "game.mkv", "25", with(x264, {"-x264-params", "intra-refresh=1"}), false},
    {"mp4_intra_refresh", "game.mp4", "25", with(x264, {"-bf", "0", "-x264-params", "intra-refresh=1:keyint=10:min-keyint=10:scenecut=0"})},
    {"hevc", "game.mp4", "25", with(x265, {"-x265-params", "log-level=error:keyint=40:open-gop=0:" + tags})},
    {"hevc_10_bit_mkv", "game.mkv", "24", with(x265, {"-pix_fmt", "yuv420p10le", "-x265-params", "log-level=error:keyint=30:open-gop=0:" + tags})},
    {"hevc_open_gop", "game.mp4", "25", with(x265, {"-x265-params", "log-level=error:keyint=40:open-gop=1:" + tags}), false},
    {"hevc_untagged", "game.mp4", "25", with(x265, {"-x265-params", "log-level=error:keyint=40:open-gop=0"})},
};

/// Films of ten cuts each.
void expect_exact_films(const Recording& recording, int films) {
  const Folder folder;
  const std::string file = made(folder, recording);
  const Pictures source = pictures_in(file);
  std::mt19937 random(static_cast<unsigned>(recording.name.size() + recording.name[0]));
  std::int64_t planned = 0, identical = 0;
  bool encoded_after_all = false;
  for (int i = 0; i < films; ++i) {
    const Copied copied = expect_exact(folder, file, source, random_cuts(random, 10, source.digests.size()));
    planned += copied.planned;
    identical += copied.identical;
    encoded_after_all = encoded_after_all || copied.encoded_after_all;
  }
  ::testing::Test::RecordProperty("planned", static_cast<int>(planned));
  ::testing::Test::RecordProperty("identical", static_cast<int>(identical));
  std::cout << recording.name << ": " << planned << " frames to be copied, " << identical << " the very same\n";
  EXPECT_TRUE(identical >= planned || encoded_after_all) << identical << " frames of " << planned;
  EXPECT_EQ(planned > 0, recording.is_copied);
}

TEST_P(CopiedPictures, FilmsShowEachPictureOfTheSourceAndMostAreItsOwn) { expect_exact_films(GetParam(), 2); }

INSTANTIATE_TEST_SUITE_P(Long, CopiedPictures, ::testing::ValuesIn(recordings),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace spool::test
