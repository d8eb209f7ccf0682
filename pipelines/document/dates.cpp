#include "pipelines/document/dates.h"

#include "core/ascii.h"
#include "pipelines/document/source_text.h"

#include <ctime>
#include <optional>
#include <string>

namespace spool::pipelines {
namespace {

using std::chrono::system_clock;

constexpr const char* forms =
    "write `2026-11-22T03:00:00+01:00`, or `2026-11-22 03:00` by this machine's clock";

/// Takes a text apart from its start.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  /// Exactly so many digits; anything else makes the scanner fail for good.
  int digits(std::size_t count) {
    int number = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (i >= rest_.size() || rest_[i] < '0' || rest_[i] > '9') {
        failed_ = true;
        return 0;
      }
      number = number * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return number;
  }
  /// One of these letters.
  bool take(std::string_view letters) {
    if (rest_.empty() || letters.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void need(std::string_view letters) { failed_ = !take(letters) || failed_; }
  void skip_digits() {
    do digits(1);
    while (!failed_ && !rest_.empty() && core::is_digit(rest_.front()));
  }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] bool done() const { return !failed_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

struct Written {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  std::optional<std::chrono::minutes> offset;  ///< none: by this machine's clock
};

std::optional<Written> scan(std::string_view text) {
  Scanner scanner(text);
  Written written;
  written.year = scanner.digits(4);
  scanner.need("-");
  written.month = scanner.digits(2);
  scanner.need("-");
  written.day = scanner.digits(2);
  scanner.need("Tt ");
  written.hour = scanner.digits(2);
  scanner.need(":");
  written.minute = scanner.digits(2);
  if (scanner.take(":")) {
    written.second = scanner.digits(2);
    if (scanner.take(".")) scanner.skip_digits();
  }
  if (scanner.take("Zz")) {
    written.offset = std::chrono::minutes(0);
  } else if (!scanner.at_end()) {
    const bool behind = scanner.take("-");
    if (!behind) scanner.need("+");
    const int hours = scanner.digits(2);
    scanner.need(":");
    const int minutes = scanner.digits(2);
    if (hours > 23 || minutes > 59) return std::nullopt;
    written.offset = std::chrono::minutes((behind ? -1 : 1) * (hours * 60 + minutes));
  }
  if (!scanner.done()) return std::nullopt;
  return written;
}

bool exists(const Written& written) {
  const std::chrono::year_month_day day{std::chrono::year(written.year),
                                        std::chrono::month(static_cast<unsigned>(written.month)),
                                        std::chrono::day(static_cast<unsigned>(written.day))};
  return day.ok() && written.year >= 1970 && written.year < 2200 && written.hour < 24 &&
         written.minute < 60 && written.second < 60;
}

system_clock::time_point by_offset(const Written& written) {
  const std::chrono::year_month_day day{std::chrono::year(written.year),
                                        std::chrono::month(static_cast<unsigned>(written.month)),
                                        std::chrono::day(static_cast<unsigned>(written.day))};
  return std::chrono::sys_days(day) + std::chrono::hours(written.hour) +
         std::chrono::minutes(written.minute) + std::chrono::seconds(written.second) - *written.offset;
}

/// None in an hour that is passed over when clocks are put forward.
std::optional<system_clock::time_point> by_our_clock(const Written& written) {
  std::tm local = {};
  local.tm_year = written.year - 1900;
  local.tm_mon = written.month - 1;
  local.tm_mday = written.day;
  local.tm_hour = written.hour;
  local.tm_min = written.minute;
  local.tm_sec = written.second;
  local.tm_isdst = -1;
  const std::time_t time = std::mktime(&local);
  if (local.tm_hour != written.hour || local.tm_min != written.minute) return std::nullopt;
  return system_clock::from_time_t(time);
}

}  // namespace

core::Result<system_clock::time_point> parse_date_time(std::string_view text) {
  const auto written = scan(text);
  if (!written) return core::Error{"document.time", shown(text) + " is not a day and a time", forms, {}};
  if (!exists(*written)) {
    return core::Error{"document.time", "there is no such day or time as " + shown(text), forms, {}};
  }
  if (written->offset) return by_offset(*written);
  if (const auto time = by_our_clock(*written)) return *time;
  return core::Error{"document.time",
                     "clocks are put forward that night: there is no " + shown(text) + " here",
                     "write it with an offset: `2026-11-22T03:00:00+01:00`",
                     {}};
}

std::string utc_text(std::chrono::system_clock::time_point time) {
  const auto second = std::chrono::floor<std::chrono::seconds>(time);
  const auto day = std::chrono::floor<std::chrono::days>(second);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(second - day);
  const auto two = [](auto number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return std::to_string(static_cast<int>(date.year())) + "-" + two(static_cast<unsigned>(date.month())) + "-" +
         two(static_cast<unsigned>(date.day())) + "T" + two(clock.hours().count()) + ":" + two(clock.minutes().count()) + ":" +
         two(clock.seconds().count()) + "Z";
}

}  // namespace spool::pipelines
