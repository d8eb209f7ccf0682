#include "tests/integration/film.h"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace spool::test {
namespace {

double number(const boost::json::object& stream, const char* name) {
  const auto* value = stream.if_contains(name);
  return value == nullptr || !value->is_string() ? 0 : std::strtod(value->as_string().c_str(), nullptr);
}

}  // namespace

Film look_at(const std::string& path) {
  Film film;
  const Ended probe = run({"ffprobe", "-v", "error", "-count_frames", "-show_streams", "-of", "json", path});
  EXPECT_EQ(probe.code, 0) << path << ": " << probe.err;
  if (probe.code != 0) return film;
  const auto answer = boost::json::parse(probe.out);
  for (const auto& entry : answer.as_object().at("streams").as_array()) {
    const auto& stream = entry.as_object();
    if (stream.at("codec_type").as_string() == "video") {
      film.frames = static_cast<std::int64_t>(number(stream, "nb_read_frames"));
      film.width = stream.at("width").as_int64();
      film.height = stream.at("height").as_int64();
      film.picture_start = number(stream, "start_time");
    } else if (stream.at("codec_type").as_string() == "audio") {
      film.channels = static_cast<int>(stream.at("channels").as_int64());
      film.sound_start = number(stream, "start_time");
    }
  }
  if (film.channels > 0) {
    const Folder folder;
    const Ended decoded = run(
        {"ffmpeg", "-nostdin", "-v", "error", "-i", path, "-map", "0:a:0", "-f", "s16le", folder / "pcm"});
    EXPECT_EQ(decoded.err, "") << path;
    film.samples = static_cast<std::int64_t>(read_file(folder / "pcm").size()) / 2 / film.channels;
  }
  return film;
}

std::string fingerprint(const std::string& path) {
  const Ended picture =
      run({"ffmpeg", "-nostdin", "-v", "error", "-i", path, "-map", "0:v:0", "-f", "framemd5", "-"});
  EXPECT_EQ(picture.code, 0) << picture.err;
  const Ended sound =
      run({"ffmpeg", "-nostdin", "-v", "error", "-i", path, "-map", "0:a?", "-vn", "-f", "md5", "-"});
  return picture.out + sound.out;
}

std::vector<double> showing_times(const std::string& video) {
  const Ended told = run({"ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "frame=best_effort_timestamp_time",
                          "-of", "csv=p=0", video});
  std::vector<double> times;
  for (const std::string& line : lines_of(told.out)) {
    if (!line.empty()) times.push_back(std::stod(line));
  }
  times.push_back(2 * times.back() - times[times.size() - 2]);
  return times;
}

Shown shown_in(const std::vector<double>& times, double start, double end, double film_rate) {
  const double slack = 1e-6;  // stamps are told to the microsecond
  const auto first = std::ranges::lower_bound(times, start - slack);
  const auto after = std::min(std::ranges::lower_bound(times, end - slack), times.end() - 1);
  return {*first, *after, std::max<std::int64_t>(1, std::llround((*after - *first) * film_rate))};
}

std::vector<int> pictures_of(const std::vector<double>& times, double start, double end, double film_rate, double tick) {
  const double slack = 2e-6;  // stamps are told to the microsecond
  const auto first = std::ranges::lower_bound(times, start - slack), after = std::ranges::lower_bound(times, end - slack);
  const auto frames = std::max(1, static_cast<int>(std::floor((*after - *first) * film_rate + 0.5 + 1e-4)));
  // A tick as long as a picture would show the next one: as much of it as is no more than a quarter of a picture, and of a frame.
  const double apart = std::min(1 / film_rate, (*after - *first) / static_cast<double>(std::max<std::ptrdiff_t>(1, after - first)));
  while (tick > apart / 4 + slack) tick /= 2;
  std::vector<int> shown;
  for (int frame = 0; frame < frames; ++frame) {
    const double due = *first + frame / film_rate + tick + slack;
    shown.push_back(static_cast<int>(std::prev(std::upper_bound(first, after, due)) - times.begin()));
  }
  return shown;
}

Samples sound_of(const std::string& path) {
  const Ended told = run({"ffmpeg", "-nostdin", "-v", "error", "-i", path, "-map", "0:a:0", "-af", "pan=mono|c0=c0", "-f",
                          "s16le", "-c:a", "pcm_s16le", "-"});
  EXPECT_EQ(told.code, 0) << told.err;
  return samples_in(told.out);
}

void expect_as_planned(const boost::json::array& outputs) {
  ASSERT_FALSE(outputs.empty());
  for (const auto& entry : outputs) {
    const auto& planned = entry.as_object();
    const std::string path(planned.at("path").as_string());
    SCOPED_TRACE(path);
    const Film film = look_at(path);
    EXPECT_EQ(film.frames, planned.at("frames").as_int64());
    EXPECT_EQ(film.width, planned.at("width").as_int64());
    EXPECT_EQ(film.height, planned.at("height").as_int64());
    EXPECT_EQ(film.picture_start, 0);
    EXPECT_EQ(film.sound_start, 0);
    const std::int64_t samples = planned.at("samples").as_int64();
    EXPECT_GE(film.samples, samples);
    EXPECT_LT(film.samples, samples + 1024);
  }
}

std::vector<std::string> spool_with(const Folder& folder, std::vector<std::string> arguments) {
  std::vector<std::string> argv{SPOOL_PROGRAM};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  argv.insert(argv.end(), {"--state", folder / "state"});
  return argv;
}

std::vector<boost::json::object> objects(const std::string& text) {
  std::vector<boost::json::object> result;
  for (const std::string& line : lines_of(text)) {
    boost::system::error_code error;
    auto value = boost::json::parse(line, error);
    EXPECT_FALSE(error) << "not JSON: " << line;
    if (!error && value.is_object()) result.push_back(value.as_object());
  }
  return result;
}

std::vector<boost::json::object> events(const std::string& text, const std::string& name) {
  std::vector<boost::json::object> result;
  for (auto& object : objects(text)) {
    const auto* event = object.if_contains("event");
    if (event != nullptr && event->as_string() == name) result.push_back(std::move(object));
  }
  return result;
}

std::string footage(const std::string& name) {
  const char* folder = std::getenv("SPOOL_FOOTAGE");
  const std::string path =
      (folder != nullptr ? std::string(folder) : SPOOL_SOURCE_DIR "/build/footage") + "/" + name;
  EXPECT_EQ(access(path.c_str(), R_OK), 0)
      << name << " is missing: scripts/footage tests/footage.txt build/footage";
  return path;
}

std::string example(const std::string& name) {
  for (const char* file : {"wannaworktogether.mp4", "motion.mov", "movie-hello.mp4", "example-movie.mp4"}) {
    const std::string path = std::string(SPOOL_SOURCE_DIR "/pipelines/examples/footage/") + file;
    EXPECT_EQ(access(path.c_str(), R_OK), 0)
        << file << " is missing: scripts/footage pipelines/examples/footage.txt pipelines/examples/footage";
  }
  return SPOOL_SOURCE_DIR "/pipelines/examples/" + name;
}

}  // namespace spool::test
