// The real ffmpeg and the real probe for tests, blocking: a test waits for a child's end, never for time.
#pragma once

#include "pipelines/ffmpeg/argv.h"
#include "pipelines/media/media.h"

#include <string>
#include <vector>

namespace spool::test {

struct Ran {
  int code = -1;  ///< exit code; -1 where a signal ended it
  std::string out, err;
};
Ran run(const std::vector<std::string>& argv, const std::string& folder = ".");

/// Runs and fails the test, with what the program said, unless it exits with 0. Gives its standard output.
std::string must_run(const std::vector<std::string>& argv, const std::string& folder = ".");

/// The ffmpeg that tests use: $SPOOL_FFMPEG, $SPOOL_FFPROBE, else by $PATH; its version asked once.
const pipelines::Tools& tools();

/// What the project's own probe finds; fails the test where the file will not do.
pipelines::MediaPtr media_of(const std::string& path);

/// A folder that goes with the test.
class WorkFolder {
 public:
  WorkFolder();
  ~WorkFolder();
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

void write_file(const std::string& path, const std::string& bytes);
std::string read_file(const std::string& path);

/// A file of the real footage; fails the test where it is not there.
std::string footage(const std::string& name);

}  // namespace spool::test
