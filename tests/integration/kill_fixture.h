// A film of twelve short clips whose controller is killed at a call, and taken up again. Source: the issue
// "Nothing is lost", Must show 1.
#pragma once

#include "tests/integration/film.h"
#include "tests/integration/processes.h"
#include "tests/integration/state_seen.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace spool::test {

using Environment = std::vector<std::pair<std::string, std::string>>;

/// What tests/integration/preload/kill_at.cpp is to do.
struct Orders {
  std::string calls = "files";
  long at = 0;            ///< 0: only count
  std::string what = {};  ///< "before", "after", or an errno
  bool on = false;        ///< from then on each call
  std::string report = {};
};
Environment environment_of(const Orders& orders);

/// A folder with the document and the video of the twelve clips, and with a state folder once there was a
/// run.
class TwelveClips {
 public:
  /// `place`: where state and film go; empty: a folder of its own.
  explicit TwelveClips(const std::string& place = {});

  [[nodiscard]] std::string state() const { return place_ + "/state"; }
  [[nodiscard]] std::string film() const { return place_ + "/film.mp4"; }
  [[nodiscard]] const std::string& place() const { return place_; }
  [[nodiscard]] const Folder& folder() const { return folder_; }

  /// `spool ARGUMENTS… --json --state …`
  [[nodiscard]] std::vector<std::string> words(std::vector<std::string> arguments) const;
  [[nodiscard]] Surroundings around(const Environment& environment = {}) const;
  [[nodiscard]] Ended run(const Environment& environment = {}) const;
  [[nodiscard]] Ended resume(const Environment& environment = {}) const;

 private:
  Folder folder_;
  std::string place_;
};

/// The fingerprint of the film by a run that nothing happened to.
const std::string& unbroken_film();

/// How many calls of a kind such a run makes.
long calls_of_a_run(const std::string& calls);

/// What was seen over many kills.
struct Toll {
  int kills = 0, again = 0, alive = 0, left = 0, resumed = 0;
  void tell(const std::string& of_what) const;
};

/// Takes up what is left of the film, and holds it against the unbroken one: same film, no finished job
/// rendered again, nothing left. `before`: what was on record when it died.
void expect_completed(const TwelveClips& clips, const OnRecord& before, Toll& toll);

/// One run that is killed as ordered, then taken up. False: it ended before it came to that call.
bool survives(const Orders& orders, Toll& toll);

/// All from 1 to `last` where $SPOOL_KILLS is "all", else `count` of them, by a fixed seed.
std::vector<long> some_of(long last, std::size_t count, unsigned seed);

}  // namespace spool::test
