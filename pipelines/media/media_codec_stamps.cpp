#include "pipelines/media/media_codec_stamps.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace spool::pipelines {
namespace {

__extension__ using Wide = __int128;

/// Stamps at one step: `count` of them from a first one on.
struct Run {
  std::int64_t step = 0;
  std::int64_t parts = 1;  ///< the step is step/parts
  std::int64_t phase = 0;  ///< in [0, parts)
  std::size_t count = 1;
};

using Stamps = std::vector<std::int64_t>;

Run equal_steps(const Stamps& stamps, std::size_t begin) {
  Run run;
  if (begin + 1 >= stamps.size()) return run;
  run.step = stamps[begin + 1] - stamps[begin];
  run.count = 2;
  while (begin + run.count < stamps.size() &&
         stamps[begin + run.count] - stamps[begin + run.count - 1] == run.step)
    ++run.count;
  return run;
}

/// As far as there is a phase with which all stamps come out: each one narrows what it may be.
Run rounded_steps(const Stamps& stamps, std::size_t begin, core::Rational step) {
  Run run;
  run.step = step.num();
  run.parts = step.den();
  Wide least = 0;
  Wide most = Wide{run.parts} - 1;
  for (std::size_t i = 1; begin + i < stamps.size(); ++i) {
    const Wide offset =
        (Wide{stamps[begin + i]} - stamps[begin]) * run.parts - Wide{run.step} * static_cast<Wide>(i);
    const Wide narrower_least = std::max(least, offset);
    const Wide narrower_most = std::min(most, offset + run.parts - 1);
    if (narrower_least > narrower_most) break;
    least = narrower_least;
    most = narrower_most;
    ++run.count;
  }
  run.phase = static_cast<std::int64_t>(least);
  return run;
}

Run longest_run(const Stamps& stamps, std::size_t begin, core::Rational step) {
  constexpr std::size_t good_enough = 100;
  const Run equal = equal_steps(stamps, begin);
  // A larger denominator than any rate's would overflow what is computed with it.
  constexpr std::int64_t most_parts = 1'000'000'000;
  if (equal.count >= good_enough || step <= core::Rational(0) || step.is_integer() || step.den() > most_parts)
    return equal;
  const Run rounded = rounded_steps(stamps, begin, step);
  return rounded.count > equal.count + 2 ? rounded : equal;  // its form is longer
}

std::string written(const Run& run) {
  if (run.count < 2) return {};
  std::string text = "+" + std::to_string(run.step);
  if (run.parts > 1) text += "/" + std::to_string(run.parts) + "@" + std::to_string(run.phase);
  return text + "x" + std::to_string(run.count);
}

/// Takes numbers and marks from a text's start.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  template <class Number>
  bool number(Number& value) {
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (error != std::errc()) return false;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return true;
  }
  bool take(char mark) {
    if (rest_.empty() || rest_.front() != mark) return false;
    rest_.remove_prefix(1);
    return true;
  }
  [[nodiscard]] bool done() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

bool read_run(Scanner& scanner, Run& run) {
  if (!scanner.take('+')) return true;
  if (!scanner.number(run.step)) return false;
  if (scanner.take('/')) {
    if (!scanner.number(run.parts) || !scanner.take('@') || !scanner.number(run.phase)) return false;
  }
  if (!scanner.take('x') || !scanner.number(run.count)) return false;
  return run.step >= 0 && run.parts >= 1 && run.phase >= 0 && run.phase < run.parts && run.count >= 2;
}

bool fits(Wide value) {
  return value >= std::numeric_limits<std::int64_t>::min() &&
         value <= std::numeric_limits<std::int64_t>::max();
}

/// False where they would be too many or too large.
bool add_run(Stamps& stamps, std::int64_t gap, const Run& run) {
  if (run.count > most_stamps - stamps.size()) return false;
  const Wide first = Wide{stamps.empty() ? 0 : stamps.back()} + gap;
  const Wide last = first + (run.phase + Wide{run.step} * static_cast<Wide>(run.count - 1)) / run.parts;
  if ((!stamps.empty() && gap < 0) || !fits(first) || !fits(last)) return false;
  const auto parts = static_cast<std::uint64_t>(run.parts);
  const auto part_of_step = static_cast<std::uint64_t>(run.step % run.parts);
  auto stamp = static_cast<std::int64_t>(first);
  auto rest = static_cast<std::uint64_t>(run.phase);
  stamps.push_back(stamp);
  for (std::size_t i = 1; i < run.count; ++i) {
    rest += part_of_step;
    stamp += run.step / run.parts + (rest >= parts ? 1 : 0);
    if (rest >= parts) rest -= parts;
    stamps.push_back(stamp);
  }
  return true;
}

}  // namespace

std::string to_runs(const Stamps& stamps, core::Rational step) {
  std::string text;
  std::int64_t last = 0;
  for (std::size_t begin = 0; begin < stamps.size();) {
    const Run run = longest_run(stamps, begin, step);
    if (!text.empty()) text += ' ';
    text += std::to_string(stamps[begin] - last) + written(run);
    begin += run.count;
    last = stamps[begin - 1];
  }
  return text;
}

std::optional<Stamps> from_runs(std::string_view text) {
  Stamps stamps;
  Scanner scanner(text);
  while (!scanner.done()) {
    if (!stamps.empty() && !scanner.take(' ')) return std::nullopt;
    std::int64_t gap = 0;
    Run run;
    if (!scanner.number(gap) || !read_run(scanner, run) || !add_run(stamps, gap, run)) return std::nullopt;
  }
  return stamps;
}

}  // namespace spool::pipelines
