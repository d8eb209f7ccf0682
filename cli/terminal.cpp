#include "cli/terminal.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>

namespace spool::cli {
namespace {

bool is_utf8(const Variables& variables) {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    auto value = variables(name);
    if (!value || value->empty()) continue;
    std::ranges::transform(*value, value->begin(), [](unsigned char letter) { return std::tolower(letter); });
    return value->find("utf-8") != std::string::npos || value->find("utf8") != std::string::npos;
  }
  return false;
}

}  // namespace

Variables process_variables() {
  return [](const char* name) -> std::optional<std::string> {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody of ours sets variables
    if (value == nullptr) return std::nullopt;
    return value;
  };
}

Size terminal_size(int fd) {
  winsize size = {};
  if (::ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return {};
  return {size.ws_col, size.ws_row};
}

Terminal look_at_terminal(const Variables& variables) {
  Terminal terminal;
  terminal.output = ::isatty(STDOUT_FILENO) == 1;
  terminal.messages = ::isatty(STDERR_FILENO) == 1;
  const std::string kind = variables("TERM").value_or("");
  terminal.moves = terminal.messages && !kind.empty() && kind != "dumb";
  terminal.colours = terminal.moves && variables("NO_COLOR").value_or("").empty();
  terminal.utf8 = is_utf8(variables);
  return terminal;
}

void keep_standard_descriptors() {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(fd, F_GETFD) >= 0) continue;
    const int opened = ::open("/dev/null", fd == STDIN_FILENO ? O_RDONLY : O_WRONLY);
    if (opened != fd && opened >= 0) ::close(opened);
  }
}

}  // namespace spool::cli
