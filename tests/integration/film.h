// What a finished film really is, by ffmpeg's own decoders, to be held against what was planned.
#pragma once

#include "tests/integration/child.h"
#include "tests/integration/sound.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace spool::test {

struct Film {
  std::int64_t frames = 0;   ///< decoded
  std::int64_t samples = 0;  ///< decoded, a channel, priming left out; 0 without sound
  std::int64_t width = 0, height = 0;
  double picture_start = 0, sound_start = 0;  ///< seconds
  int channels = 0;
};

Film look_at(const std::string& path);

/// framemd5 of the picture and md5 of the decoded sound: equal for the same film.
std::string fingerprint(const std::string& path);

/// When each picture is shown, by decoding them all, in seconds; the last entry is the end of the last one.
std::vector<double> showing_times(const std::string& video);

/// What a moment [start, end) of a recording is made of, by EXACT's rule for S and N.
struct Shown {
  double from = 0, to = 0;      ///< when its first picture is shown, and the first one after it: seconds
  std::int64_t frames = 0;      ///< of a film at that rate
};
/// `times`: the recording's showing_times.
Shown shown_in(const std::vector<double>& times, double start, double end, double film_rate);

/// The positions in `times` of the pictures that the frames of such a film show, by EXACT's rule; `tick`: of the
/// recording's time base, in seconds.
std::vector<int> pictures_of(const std::vector<double>& times, double start, double end, double film_rate, double tick);

/// The decoded samples of the first channel.
Samples sound_of(const std::string& path);

/// The films equal what the plan said of them: frames, samples (EXACT, "Sound"), size, both streams from 0.
void expect_as_planned(const boost::json::array& outputs);

// ---- the program
// ------------------------------------------------------------------------------------------------------

/// The built program with these arguments, its state in `folder`.
std::vector<std::string> spool_with(const Folder& folder, std::vector<std::string> arguments);
/// Each line of JSON.
std::vector<boost::json::object> objects(const std::string& text);
/// Those with this `event`.
std::vector<boost::json::object> events(const std::string& text, const std::string& name);

/// A file of the tests' footage; fails the test with what to do where it is not there.
std::string footage(const std::string& name);
std::string example(const std::string& name);

}  // namespace spool::test
