// spool-bench-child MILLISECONDS: waits that long and prints when it began and when it ended (nanoseconds,
// monotonic). Without the C library's start, which asks the processor who it is dozens of times, and each time
// leaves a virtual machine: what it calls its beginning is the first instruction after exec.
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <ctime>

namespace {

constexpr long nanoseconds_a_millisecond = 1'000'000;
constexpr long nanoseconds_a_second = 1'000'000'000;

long long now() {
  timespec time = {};
  ::syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &time);
  return static_cast<long long>(time.tv_sec) * nanoseconds_a_second + time.tv_nsec;
}

long number_of(const char* digits) {
  long number = 0;
  for (; *digits >= '0' && *digits <= '9'; ++digits) number = number * 10 + (*digits - '0');
  return number;
}

/// Writes the digits so that they end before `end`; where they begin.
char* write_digits(long long number, char* end) {
  do {
    *--end = static_cast<char>('0' + number % 10);
    number /= 10;
  } while (number > 0);
  return end;
}

void print(long long began, long long ended) {
  std::array<char, 64> line;
  char* const end = line.data() + line.size();
  char* at = end;
  *--at = '\n';
  at = write_digits(ended, at);
  *--at = ' ';
  at = write_digits(began, at);
  ::syscall(SYS_write, STDOUT_FILENO, at, end - at);
}

}  // namespace

/// `stack`: argc and argv, as the kernel lays them.
extern "C" [[noreturn, gnu::used]] void begin(const long* stack) {
  const long long began = now();
  const auto* const argv = reinterpret_cast<const char* const*>(stack + 1);
  const long wanted = stack[0] > 1 ? number_of(argv[1]) : 0;
  const timespec duration = {wanted / 1000, (wanted % 1000) * nanoseconds_a_millisecond};
  ::syscall(SYS_nanosleep, &duration, nullptr);
  print(began, now());
  while (true) ::syscall(SYS_exit_group, 0);
}

#if defined(__x86_64__)
asm(".globl _start\n_start:\n  mov %rsp, %rdi\n  and $-16, %rsp\n  call begin\n");
#elif defined(__aarch64__)
asm(".globl _start\n_start:\n  mov x0, sp\n  bl begin\n");
#else
#error "the bench's child is written for x86-64 and arm64"
#endif
