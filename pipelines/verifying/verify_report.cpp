#include "pipelines/verifying/verify_report.h"

#include "core/json_string.h"
#include "pipelines/media/span_words.h"

namespace spool::pipelines {

namespace {

struct Names {
  const char* program;
  const char* person;
};

Names names_of(FilmProperty property) {
  switch (property) {
    case FilmProperty::decodes:
      return {"decodes", "decodes without a word"};
    case FilmProperty::complete:
      return {"complete", "all there"};
    case FilmProperty::evenly_spaced:
      return {"evenly_spaced", "frames evenly spaced"};
    case FilmProperty::without_gap:
      return {"without_gap", "sound without a gap"};
    case FilmProperty::starts_together:
      return {"starts_together", "starts together"};
    case FilmProperty::ends_together:
      return {"ends_together", "ends together"};
  }
  return {"", ""};
}

std::string check_json(const FilmCheck& check) {
  std::string text = std::string(R"({"name":")") + names_of(check.property).program + R"(","ok":)";
  text += check.ok ? "true" : "false";
  if (check.at) text += ",\"at\":" + check.at->to_decimal(6);
  if (!check.reason.empty()) text += ",\"reason\":" + core::json_string(check.reason);
  return text + '}';
}

std::string check_line(const FilmCheck& check) {
  constexpr std::size_t column = 24;
  std::string line = names_of(check.property).person;
  line.resize(column, ' ');
  return "  " + line + (check.ok ? "yes" : "no: " + check.reason) + '\n';
}

}  // namespace

std::string verify_json(const std::string& path, const FilmVerdict& verdict) {
  std::string text = "{\"path\":" + core::json_string(path) + ",\"ok\":" + (verdict.ok() ? "true" : "false");
  text += ",\"frames\":" + std::to_string(verdict.frames);
  text += ",\"samples\":" + std::to_string(verdict.samples);
  text += ",\"seconds\":" + verdict.seconds.to_decimal(6) + ",\"checks\":[";
  for (std::size_t i = 0; i < verdict.checks.size(); ++i) {
    text += (i == 0 ? "" : ",") + check_json(verdict.checks[i]);
  }
  return text + "]}";
}

std::string verify_text(const std::string& path, const FilmVerdict& verdict) {
  std::string text = path + '\n';
  text += "  " + std::to_string(verdict.frames) + " frames, " + std::to_string(verdict.samples) +
          " samples, " + short_decimal(verdict.seconds) + " s\n";
  for (const FilmCheck& check : verdict.checks) text += check_line(check);
  return text;
}

}  // namespace spool::pipelines
