// spool-bench-vfork noop|chain: the least that starting children can cost. vfork, execve, waitpid, nothing
// else.
#include "tests/bench/engine_bench_usage.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

namespace {

[[gnu::noinline]] bool start_child() {
  const char* const argv[] = {spool::bench::noop_program, nullptr};
  const pid_t child = ::vfork();
  if (child == 0) {
    ::execve(argv[0], const_cast<char* const*>(argv), environ);
    ::_exit(127);
  }
  return child > 0;
}

bool run_all(int jobs, int slots) {
  int started = 0;
  int running = 0;
  for (int ended = 0; ended < jobs;) {
    for (; running < slots && started < jobs; ++running, ++started) {
      if (!start_child()) return false;
    }
    int status = 0;
    if (::waitpid(-1, &status, 0) < 0 || status != 0) return false;
    --running;
    ++ended;
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  const auto options = spool::bench::parse(argc, argv);
  if (!options || options->mode == "latency") return 2;
  const spool::bench::Usage usage;
  if (!run_all(options->jobs, options->mode == "chain" ? 1 : options->slots)) {
    std::fprintf(stderr, "a child could not be started or failed\n");
    return 1;
  }
  usage.print(options->jobs);
  return 0;
}
