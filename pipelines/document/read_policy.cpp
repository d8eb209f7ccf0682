// `policy:`: limits, tries, when to begin, and the commands that are run after a run.
#include "pipelines/document/dates.h"
#include "pipelines/document/names.h"
#include "pipelines/document/read_parts.h"
#include "pipelines/document/times.h"
#include "pipelines/document/values.h"

#include <algorithm>
#include <string>

namespace spool::pipelines {
namespace {

std::optional<Rational> positive(Reading& reading, const Fields& fields, std::string_view key) {
  const auto value = fields.find(key);
  if (!value) return std::nullopt;
  const auto seconds = reading.duration(*value);
  if (!seconds || *seconds > Rational(0)) return seconds;
  reading.fault("document.range", reading.place(value->node),
                "`" + std::string(key) + "` has to be longer than 0");
  return std::nullopt;
}

void read_tries(Reading& reading, const Fields& fields, Policy& policy) {
  constexpr int most_tries = 100;
  const Rational longest = 300;
  const auto tries = whole_between(reading, fields, "tries", 1, most_tries, "`tries: 1` tries nothing again");
  if (tries) policy.tries = tries->value;
  const auto backoff = fields.find("backoff");
  if (!backoff) return;
  const auto seconds = reading.duration(*backoff);
  if (!seconds) return;
  if (*seconds <= longest) {
    policy.backoff = *seconds;
    return;
  }
  reading.fault("document.range", reading.place(backoff->node), "`backoff` is at most 5m",
                "it doubles with each try, up to 5m");
}

void read_not_before(Reading& reading, const Fields& fields, Policy& policy) {
  const auto value = fields.find("not_before");
  if (!value) return;
  const auto text = reading.text(*value, "a day and a time");
  if (!text) return;
  const auto time = parse_date_time(*text);
  if (time) {
    policy.not_before = *time;
    return;
  }
  reading.fault("document.time", reading.place(value->node), "`not_before`: " + time.error().message,
                time.error().hint);
}

// ---- commands
// ----------------------------------------------------------------------------------------------------------

/// A text where a list of words belongs: what people write who think of a shell.
void tell_words_wanted(Reading& reading, const Value& value) {
  const std::string key(value.name);
  reading.fault("document.type", reading.place(value.node),
                "`" + key + "` takes a command as a list of words, not one text",
                "write `" + key + ": [PROGRAM, ARGUMENT, …]`: no shell takes it apart");
}

std::optional<Hook> read_command(Parts& parts, const Value& value) {
  Reading& reading = parts.reading;
  const auto words = reading.list(value, "a list of words");
  if (!words) return std::nullopt;
  Hook hook;
  hook.folder = parts.folder;
  hook.place = reading.place(value.node);
  for (const Value& word : *words) {
    auto text = reading.text(word, "a word");
    if (!text) return std::nullopt;
    hook.argv.push_back(std::move(*text));
  }
  if (hook.argv.empty() || hook.argv.front().empty()) {
    reading.fault("document.value", hook.place, "`" + std::string(value.name) + "` names no program",
                  "write `[PROGRAM, ARGUMENT, …]`, or leave it out");
    return std::nullopt;
  }
  std::string& program = hook.argv.front();
  if (program.find('/') != std::string::npos) program = absolute_path(parts.folder, program);
  return hook;
}

/// One command, or a list of them.
std::vector<Hook> read_hooks(Parts& parts, const Fields& fields, std::string_view key) {
  constexpr std::size_t most_commands = 100;
  Reading& reading = parts.reading;
  const auto value = fields.find(key);
  if (!value) return {};
  if (reading.kind(value->node) == yaml::Kind::scalar) {
    tell_words_wanted(reading, *value);
    return {};
  }
  auto commands = reading.list(*value, "a command as a list of words, or a list of commands");
  if (!commands) return {};
  const auto is_list = [&](const Value& entry) { return reading.kind(entry.node) == yaml::Kind::list; };
  if (std::none_of(commands->begin(), commands->end(), is_list)) commands = std::vector<Value>{*value};
  if (commands->size() > most_commands) {
    reading.fault("document.limit", reading.place(value->node),
                  "`" + std::string(key) + "` takes at most 100 commands");
    return {};
  }
  std::vector<Hook> hooks;
  for (const Value& command : *commands) {
    if (reading.kind(command.node) == yaml::Kind::scalar) {
      tell_words_wanted(reading, command);
    } else if (auto hook = read_command(parts, command)) {
      hooks.push_back(std::move(*hook));
    }
  }
  return hooks;
}

}  // namespace

Policy read_policy(Parts& parts, const Value& value) {
  Reading& reading = parts.reading;
  Policy policy;
  if (!reading.is_map(value, "a map such as `{timeout: 30m}`")) return policy;
  const Fields fields(reading, value.node, keys::policy);
  policy.timeout = positive(reading, fields, "timeout").value_or(policy.timeout);
  policy.stall = positive(reading, fields, "stall").value_or(policy.stall);
  if (const auto strict = fields.find("strict")) {
    policy.strict = reading.parsed(*strict, parse_truth, "`true` or `false`").value_or(false);
  }
  if (const auto bad = fields.find("on_bad_clip")) {
    policy.skip_bad_clips = reading.parsed(*bad, parse_bad_clip, "`fail` or `skip`").value_or(false);
  }
  read_tries(reading, fields, policy);
  read_not_before(reading, fields, policy);
  policy.on_failure = read_hooks(parts, fields, "on_failure");
  policy.on_success = read_hooks(parts, fields, "on_success");
  return policy;
}

}  // namespace spool::pipelines
