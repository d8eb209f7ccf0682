// A child of a test: started, read line by line, signalled, waited for. Blocking throughout: a test waits for
// events, never for time.
#pragma once

#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

namespace spool::test {

struct Surroundings {
  std::string folder;                                            ///< working directory; empty: the test's
  std::vector<std::pair<std::string, std::string>> environment;  ///< set on top of the test's own
  std::string input;  ///< a file for standard input; empty: /dev/null
};

struct Ended {
  int code = -1;    ///< exit code; -1 where a signal ended it
  int signal = 0;   ///< that signal
  std::string out;  ///< what was left to read of standard output
  std::string err;  ///< all of standard error
};

class Child {
 public:
  explicit Child(const std::vector<std::string>& argv, const Surroundings& around = {});
  ~Child();  ///< kills what still runs
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  [[nodiscard]] pid_t pid() const { return pid_; }
  /// The next line of standard output without its end; false at its end.
  bool read_line(std::string& line);
  void signal(int number) const;
  /// Stops reading standard output: the child meets a closed pipe.
  void close_output();
  Ended wait();

 private:
  pid_t pid_ = -1;
  int out_ = -1;
  std::string err_file_;
  std::string buffer_;
};

/// Runs to the end.
Ended run(const std::vector<std::string>& argv, const Surroundings& around = {});

/// A folder of the test's own, gone with it.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  /// Writes a file into it (folders are made) and gives its path.
  std::string write(const std::string& name, const std::string& text) const;

 private:
  std::string path_;
};

std::string read_file(const std::string& path);
std::vector<std::string> lines_of(const std::string& text);

}  // namespace spool::test
