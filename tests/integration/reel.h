// A film of a few short clips with titles, cheap to render, and what a test asks of its runs.
#pragma once

#include "tests/integration/film.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace spool::test {

/// What of the document a test changes.
struct ReelOf {
  int clips = 3;  ///< of a second each
  std::string third_title = "clip 2";
  std::string third_start = "12";  ///< seconds
  std::string format = "{size: 320x180, fps: 25, crf: 30, preset: ultrafast}";
  std::string policy = "{}";
  bool sound = true;
  std::string transition = "none";  ///< of all joins
};

class Reel : public ::testing::Test {
 protected:
  Reel();

  /// Writes film.yaml, whose film is film.mp4 of game.mp4.
  std::string document(const ReelOf& reel = {}) const;
  /// A program of the test's own, a script for /bin/sh.
  std::string script(const std::string& name, const std::string& lines) const;
  /// The program, to its end.
  Ended spool(std::vector<std::string> arguments) const;
  /// The same; it has to do what it is asked. Gives its lines of JSON.
  std::string done(std::vector<std::string> arguments) const;
  /// The run's id, as its first event has it.
  static std::string run_in(const std::string& lines);

  Folder folder_;
  Surroundings here_{folder_.path(), {}, {}};
};

/// A run that is read line by line.
class Running {
 public:
  Running(const Folder& folder, std::vector<std::string> arguments, const Surroundings& around);
  /// Reads up to such an event, and gives it; fails the test where there is none.
  boost::json::object until(const std::string& event);
  /// Kills the controller with SIGKILL.
  void kill();
  void signal(int number) const { child_.signal(number); }
  Ended ended();
  /// All that was read so far.
  [[nodiscard]] const std::string& said() const { return said_; }

 private:
  Child child_;
  std::string said_;
};

/// Jobs that succeeded and were not at hand before.
std::vector<std::string> rendered(const std::string& lines);
/// Jobs that were.
std::vector<std::string> at_hand(const std::string& lines);
/// The message of each event of this name (note, warning, error).
std::vector<std::string> messages(const std::string& lines, const std::string& event);
std::string text_of(const boost::json::object& event, const char* key);
/// When an event was, by its `at`.
std::chrono::system_clock::time_point time_of(const boost::json::object& event);

/// CPU that children of the test have used and were waited for, theirs included: seconds.
double cpu_of_children();

/// Blocks until the clock says so: for what is promised about times, never in the hope that something else
/// has happened by then.
void let_pass(std::chrono::system_clock::time_point until);

/// The ffmpeg that the tests find by $PATH, absolute.
std::string real_ffmpeg();

}  // namespace spool::test
