#include "cli/event_read.h"

#include "cli/event_json.h"
#include "core/journal/json_parse.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace spool::cli {
namespace {

namespace json = boost::json;

/// The members of an object by name; what is not there, or of another kind, is empty.
class Fields {
 public:
  explicit Fields(const json::object& object) : object_(object) {}

  [[nodiscard]] std::string text(std::string_view name) const {
    const json::value* value = find(name);
    return value != nullptr && value->is_string() ? core::bytes_of(value->get_string()) : "";
  }
  [[nodiscard]] std::optional<std::int64_t> number_if_any(std::string_view name) const {
    const json::value* value = find(name);
    if (value == nullptr || !value->is_int64()) return std::nullopt;
    return value->get_int64();
  }
  [[nodiscard]] std::int64_t number(std::string_view name) const { return number_if_any(name).value_or(0); }
  [[nodiscard]] int small(std::string_view name) const { return static_cast<int>(number(name)); }
  [[nodiscard]] double real(std::string_view name) const {
    const json::value* value = find(name);
    if (value == nullptr || !value->is_number()) return 0;
    return value->is_double() ? value->get_double() : static_cast<double>(number(name));
  }
  [[nodiscard]] bool truth(std::string_view name) const {
    const json::value* value = find(name);
    return value != nullptr && value->is_bool() && value->get_bool();
  }
  [[nodiscard]] std::vector<std::string> texts(std::string_view name) const {
    std::vector<std::string> all;
    for_each(name, [&](const json::value& value) {
      if (value.is_string()) all.push_back(core::bytes_of(value.get_string()));
    });
    return all;
  }
  template <class Each>
  void for_each_object(std::string_view name, Each each) const {
    for_each(name, [&](const json::value& value) {
      if (value.is_object()) each(Fields(value.get_object()));
    });
  }
  /// The one whose word it is; the first where it is none's.
  template <class Outcome, std::size_t n>
  [[nodiscard]] Outcome outcome(const std::array<Outcome, n>& known) const {
    const std::string word = text("outcome");
    for (const Outcome each : known) {
      if (outcome_word(each) == word) return each;
    }
    return known.front();
  }

 private:
  [[nodiscard]] const json::value* find(std::string_view name) const {
    return object_.if_contains(json::string_view(name.data(), name.size()));
  }
  template <class Each>
  void for_each(std::string_view name, Each each) const {
    const json::value* value = find(name);
    if (value == nullptr || !value->is_array()) return;
    for (const json::value& element : value->get_array()) each(element);
  }

  const json::object& object_;
};

core::RunFinished run_finished(const Fields& fields) {
  using Outcome = core::RunOutcome;
  constexpr std::array<Outcome, 5> outcomes = {Outcome::succeeded, Outcome::partial, Outcome::failed,
                                               Outcome::interrupted, Outcome::cancelled};
  core::RunFinished finished;
  finished.outcome = fields.outcome(outcomes);
  finished.seconds = fields.real("seconds");
  fields.for_each_object("outputs", [&](const Fields& film) {
    finished.outputs.push_back({film.text("path"), film.number("frames"), film.number("samples"),
                                film.real("seconds"), film.truth("cached")});
  });
  fields.for_each_object("failed", [&](const Fields& failed) {
    finished.failed.push_back({failed.text("job"), failed.text("code"), failed.text("reason")});
  });
  return finished;
}

core::JobFinished job_finished(const Fields& fields) {
  using Outcome = core::JobOutcome;
  constexpr std::array<Outcome, 6> outcomes = {Outcome::succeeded, Outcome::failed,    Outcome::timed_out,
                                               Outcome::stalled,   Outcome::cancelled, Outcome::skipped};
  return {fields.text("job"),     fields.texts("steps"),  fields.text("kind"),  fields.outcome(outcomes),
          fields.real("seconds"), fields.truth("cached"), fields.text("reason")};
}

core::Said said(core::Said::Weight weight, const Fields& fields) {
  const core::Place place = {fields.text("file"), fields.small("line"), fields.small("column")};
  return {weight, {fields.text("code"), fields.text("message"), fields.text("hint"), place}};
}

std::optional<core::Happening> happening(const std::string& name, const Fields& fields) {
  using Weight = core::Said::Weight;
  if (name == "run.started") return core::RunStarted{fields.text("pipeline"), fields.number_if_any("jobs")};
  if (name == "run.finished") return run_finished(fields);
  if (name == "job.started")
    return core::JobStarted{fields.text("job"), fields.texts("steps"), fields.text("kind"),
                            fields.texts("argv"), fields.small("attempt")};
  if (name == "job.progress")
    return core::JobProgress{fields.text("job"), fields.real("fraction"), fields.real("speed"),
                             fields.number("frame")};
  if (name == "job.finished") return job_finished(fields);
  if (name == "job.retrying")
    return core::JobRetrying{fields.text("job"), fields.small("attempt"), fields.real("delay_s"),
                             fields.text("reason")};
  if (name == "run.paused") return core::RunPaused{fields.number("running"), fields.number("waiting")};
  if (name == "run.released") return core::RunReleased{fields.number("running"), fields.number("waiting")};
  if (name == "error") return said(Weight::error, fields);
  if (name == "warning") return said(Weight::warning, fields);
  if (name == "note") return said(Weight::note, fields);
  return std::nullopt;
}

/// The digits at `start`; 0 where there are none.
int digits(std::string_view text, std::size_t start, std::size_t count) {
  int number = 0;
  if (start + count <= text.size()) std::from_chars(text.data() + start, text.data() + start + count, number);
  return number;
}

/// "2026-11-21T10:15:30.123Z", as utc_text has it.
std::chrono::system_clock::time_point time_of(std::string_view text) {
  namespace chrono = std::chrono;
  const chrono::year_month_day day = chrono::year(digits(text, 0, 4)) / digits(text, 5, 2) / digits(text, 8, 2);
  if (!day.ok()) return {};
  return chrono::sys_days(day) + chrono::hours(digits(text, 11, 2)) + chrono::minutes(digits(text, 14, 2)) +
         chrono::seconds(digits(text, 17, 2)) + chrono::milliseconds(digits(text, 20, 3));
}

}  // namespace

std::optional<core::Event> read_event(std::string_view line) {
  const auto value = core::parse_json(line);
  if (!value || !value->is_object()) return std::nullopt;
  const Fields fields(value->get_object());
  auto what = happening(fields.text("event"), fields);
  if (!what) return std::nullopt;
  return core::Event{time_of(fields.text("at")), fields.text("run"), fields.text("item"), std::move(*what)};
}

}  // namespace spool::cli
