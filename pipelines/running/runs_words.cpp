// What is said through a controller's socket.
#include "core/utf8.h"
#include "pipelines/running/runs.h"
#include "pipelines/state/bytes_json.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cstdint>
#include <utility>

namespace spool::pipelines {
namespace {

namespace json = boost::json;

std::size_t count_at(const json::object& object, std::string_view key) {
  const std::int64_t count = number_at(object, key);
  return count > 0 ? static_cast<std::size_t>(count) : 0;
}

core::Error not_understood() {
  return {"run.no_answer",
          "its controller answered what this version of Spool does not understand",
          "is it another version of Spool?",
          {}};
}

}  // namespace

std::string control_request(std::string_view what) { return json::serialize(json::object{{"do", what}}); }

std::string control_answer(const core::Result<Told>& told) {
  json::object answer;
  answer["ok"] = told.has_value();
  if (told) {
    answer["running"] = told->running;
    answer["waiting"] = told->waiting;
    answer["sentence"] = core::replace_invalid(told->sentence);
  } else {
    answer["code"] = told.error().code;
    answer["message"] = core::replace_invalid(told.error().message);
    answer["hint"] = core::replace_invalid(told.error().hint);
  }
  return json::serialize(answer);
}

core::Result<Told> told_from_answer(std::string_view line) {
  boost::system::error_code wrong;
  const json::value value = json::parse(json::string_view(line.data(), line.size()), wrong);
  const json::object* answer = wrong ? nullptr : value.if_object();
  if (answer == nullptr) return not_understood();
  if (truth_at(*answer, "ok")) {
    return Told{count_at(*answer, "running"), count_at(*answer, "waiting"), true,
                bytes_at(*answer, "sentence")};
  }
  core::Error refused{bytes_at(*answer, "code"), bytes_at(*answer, "message"), bytes_at(*answer, "hint"), {}};
  if (refused.code.empty()) return not_understood();
  return refused;
}

}  // namespace spool::pipelines
