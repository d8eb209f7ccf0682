// spool-bench-child MILLISECONDS: waits that long and prints when it began and when it ended (nanoseconds,
// monotonic).
#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace {

constexpr long nanoseconds_a_millisecond = 1'000'000;
constexpr long nanoseconds_a_second = 1'000'000'000;

long long now() {
  timespec time = {};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<long long>(time.tv_sec) * nanoseconds_a_second + time.tv_nsec;
}

}  // namespace

int main(int argc, char** argv) {
  const long long began = now();
  const long wanted = argc > 1 ? std::atol(argv[1]) : 0;
  const timespec duration = {wanted / 1000, (wanted % 1000) * nanoseconds_a_millisecond};
  ::nanosleep(&duration, nullptr);
  std::printf("%lld %lld\n", began, now());
  return 0;
}
