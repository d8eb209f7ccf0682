// What the fake ffmpeg can say about how it was started.
#include "tests/fake/fake_actions.h"

#include <dirent.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <string>

namespace spool::fake {
namespace {

/// Open descriptors, but for the one that reads the folder.
void tell_fds() {
  DIR* folder = ::opendir("/proc/self/fd");
  while (const dirent* entry = ::readdir(folder)) {
    const std::string name = entry->d_name;
    if (name != "." && name != ".." && name != std::to_string(::dirfd(folder))) std::cout << name << "\n";
  }
  ::closedir(folder);
}

void tell_environment() {
  for (char** entry = environ; *entry != nullptr; ++entry) std::cout << *entry << "\n";
}

/// Signals that are ignored or blocked.
void tell_signals() {
  sigset_t blocked;
  ::sigprocmask(SIG_SETMASK, nullptr, &blocked);
  for (int signal = 1; signal < NSIG; ++signal) {
    struct sigaction action = {};
    if (::sigaction(signal, nullptr, &action) == 0 && action.sa_handler != SIG_DFL)
      std::cout << "handled " << signal << "\n";
    if (sigismember(&blocked, signal) == 1) std::cout << "blocked " << signal << "\n";
  }
}

void tell_oom() {
  std::ifstream file("/proc/self/oom_score_adj");
  std::cout << file.rdbuf();
}

void tell_group() {
  int death_signal = 0;
  ::prctl(PR_GET_PDEATHSIG, &death_signal);
  std::cout << "own group " << (::getpgrp() == ::getpid() ? "yes" : "no") << ", dies by " << death_signal
            << "\n";
}

void tell_stdin() {
  struct stat is = {}, nothing = {};
  ::fstat(STDIN_FILENO, &is);
  ::stat("/dev/null", &nothing);
  std::cout << (is.st_rdev == nothing.st_rdev ? "/dev/null" : "something else") << "\n";
}

void tell_folder() {
  char buffer[4096];
  if (::getcwd(buffer, sizeof buffer) != nullptr) std::cout << buffer << "\n";
}

void tell_limits() {
  rlimit memory = {}, file = {}, core = {}, processor = {};
  ::getrlimit(RLIMIT_AS, &memory);
  ::getrlimit(RLIMIT_FSIZE, &file);
  ::getrlimit(RLIMIT_CORE, &core);
  ::getrlimit(RLIMIT_CPU, &processor);
  std::cout << "memory " << memory.rlim_cur << " file " << file.rlim_cur << " core " << core.rlim_cur << " processor " << processor.rlim_cur
            << "\n";
}

void tell_pid() { std::cout << ::getpid() << "\n"; }

}  // namespace

bool tell(const std::string& what) {
  static const std::map<std::string, void (*)()> known = {
      {"fds", tell_fds},         {"environment", tell_environment},
      {"signals", tell_signals}, {"oom", tell_oom},
      {"group", tell_group},     {"stdin", tell_stdin},
      {"folder", tell_folder},   {"limits", tell_limits},
      {"pid", tell_pid},
  };
  const auto found = known.find(what);
  if (found == known.end()) return false;
  found->second();
  std::cout.flush();
  return true;
}

}  // namespace spool::fake
