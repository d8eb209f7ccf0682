// spool-bench-vfork noop|chain|latency [--jobs N] [--slots N]: the least that starting children can cost.
// vfork, execve, waitpid, nothing else.
#include "tests/bench/engine_bench_latency.h"
#include "tests/bench/engine_bench_usage.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <functional>
#include <string>

namespace {

using namespace spool;

[[gnu::noinline]] bool start_child(const char* const* argv, int out) {
  const pid_t child = ::vfork();
  if (child == 0) {
    if (out >= 0) ::dup2(out, STDOUT_FILENO);
    ::execve(argv[0], const_cast<char* const*>(argv), environ);
    ::_exit(127);
  }
  return child > 0;
}

bool run_all(int jobs, int slots, const std::function<bool(int)>& start) {
  int started = 0;
  int running = 0;
  for (int ended = 0; ended < jobs;) {
    for (; running < slots && started < jobs; ++running, ++started) {
      if (!start(started)) return false;
    }
    int status = 0;
    if (::waitpid(-1, &status, 0) < 0 || status != 0) return false;
    --running;
    ++ended;
  }
  return true;
}

bool run_noop(const bench::Options& options) {
  const std::array<const char*, 2> argv = {bench::noop_program, nullptr};
  const auto start = [&](int) { return start_child(argv.data(), -1); };
  return run_all(options.jobs, options.mode == "chain" ? 1 : options.slots, start);
}

/// All that they print fits into the pipe: it is read when they have ended. Negative: a child could not be
/// started.
double run_timed(const bench::Options& options) {
  constexpr std::size_t bytes_of_a_line = 64;
  const std::string program = bench::timed_program();
  const std::size_t most = bytes_of_a_line * static_cast<std::size_t>(options.jobs);
  std::array<int, 2> ends = {};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0 || ::fcntl(ends[1], F_SETPIPE_SZ, static_cast<int>(most)) < 0)
    return -1;
  const auto start = [&](int job) {
    const std::string duration = std::to_string(bench::duration_of(static_cast<unsigned>(job)));
    const std::array<const char*, 3> argv = {program.c_str(), duration.c_str(), nullptr};
    return start_child(argv.data(), ends[1]);
  };
  if (!run_all(options.jobs, options.slots, start)) return -1;
  std::string printed(most, '\0');
  const ssize_t got = ::read(ends[0], printed.data(), printed.size());
  printed.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return bench::median_latency_us(printed, static_cast<std::size_t>(options.slots));
}

}  // namespace

int main(int argc, char** argv) {
  const auto options = bench::parse(argc, argv);
  if (!options || options->mode == "pending") return 2;
  const bench::Usage usage;
  const bool latency = options->mode == "latency";
  const double median = latency ? run_timed(*options) : -1;
  if (latency ? median < 0 : !run_noop(*options)) {
    std::fprintf(stderr, "a child could not be started or failed\n");
    return 1;
  }
  usage.print(options->jobs, median);
  return 0;
}
