#include "tests/integration/child.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace spool::test {
namespace {

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> result;
  for (std::string& word : words) result.push_back(word.data());
  result.push_back(nullptr);
  return result;
}

std::string temporary_file() {
  std::string name = std::filesystem::temp_directory_path() / "spool-test-err-XXXXXX";
  const int descriptor = mkostemp(name.data(), O_CLOEXEC);
  if (descriptor < 0) throw std::runtime_error("no temporary file");
  close(descriptor);
  return name;
}

[[noreturn]] void become(std::vector<std::string>& argv, const Surroundings& around, int out,
                         const std::string& err) {
  setpgid(0, 0);  // as a shell does it for each job: only such a group can be stopped by SIGTSTP
  const int in = open(around.input.empty() ? "/dev/null" : around.input.c_str(), O_RDONLY | O_CLOEXEC);
  const int error = open(err.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC);
  dup2(in, 0);
  dup2(out, 1);
  dup2(error, 2);
  if (!around.folder.empty() && chdir(around.folder.c_str()) != 0) _exit(126);
  for (const auto& [name, value] : around.environment) setenv(name.c_str(), value.c_str(), 1);
  std::vector<char*> words = pointers(argv);
  execvp(words[0], words.data());
  _exit(127);
}

}  // namespace

Child::Child(const std::vector<std::string>& argv, const Surroundings& around) : err_file_(temporary_file()) {
  std::vector<std::string> words = argv;
  int ends[2] = {-1, -1};
  if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  pid_ = fork();
  if (pid_ == 0) become(words, around, ends[1], err_file_);
  close(ends[1]);
  out_ = ends[0];
}

Child::~Child() {
  close_output();
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  std::error_code ignored;
  std::filesystem::remove(err_file_, ignored);
}

bool Child::read_line(std::string& line) {
  while (true) {
    const auto end = buffer_.find('\n');
    if (end != std::string::npos) {
      line = buffer_.substr(0, end);
      buffer_.erase(0, end + 1);
      return true;
    }
    char chunk[65536];
    const ssize_t count = read(out_, chunk, sizeof chunk);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      line = buffer_;
      buffer_.clear();
      return !line.empty();
    }
    buffer_.append(chunk, static_cast<std::size_t>(count));
  }
}

void Child::signal(int number) const { kill(pid_, number); }

void Child::close_output() {
  if (out_ >= 0) close(out_);
  out_ = -1;
}

Ended Child::wait() {
  Ended ended;
  std::string line;
  while (out_ >= 0 && read_line(line)) ended.out += line + "\n";
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
  if (WIFEXITED(status)) ended.code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) ended.signal = WTERMSIG(status);
  ended.err = read_file(err_file_);
  return ended;
}

Ended run(const std::vector<std::string>& argv, const Surroundings& around) {
  return Child(argv, around).wait();
}

Folder::Folder() {
  std::string name = std::filesystem::temp_directory_path() / "spool-test-XXXXXX";
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = std::filesystem::canonical(name);
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string Folder::write(const std::string& name, const std::string& text) const {
  const std::filesystem::path file = *this / name;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
  return file;
}

std::string read_file(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace spool::test
