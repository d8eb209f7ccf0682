#include "cli/words.h"

#include "pipelines/document/nearest.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace spool::cli {
namespace {

bool looks_like_option(const std::string& word) { return word.size() > 1 && word.front() == '-'; }

core::Error unknown_option(const std::string& word, const std::vector<OptionSpec>& known) {
  const std::string name = word.substr(0, word.find('='));
  std::vector<std::string> names;
  names.reserve(known.size());
  for (const OptionSpec& option : known) names.push_back(long_name(option));
  const std::string near = pipelines::nearest(name, names);
  const std::string hint = near.empty() ? "--help lists the options" : "did you mean '" + near + "'?";
  return {"usage.unknown_option", "there is no option '" + name + "'", hint, {}};
}

core::Error missing_value(const CLI::App& app, const std::vector<OptionSpec>& known,
                          const std::vector<std::string>& words) {
  // CLI11 reports this only when the words end with the option, so the last word names it.
  const std::string name = words.empty() ? "" : words.back();
  const CLI::Option* option = app.get_option_no_throw(name);
  for (const OptionSpec& spec : known) {
    if (option == nullptr || !option->check_name(long_name(spec))) continue;
    return {"usage.missing_value", "'" + name + "' needs a value: " + std::string(spec.value), "", {}};
  }
  return {"usage.missing_value", "'" + name + "' needs a value", "", {}};
}

/// One option as CLI11 knows it. No variable is bound: the values are taken as typed, without CLI11's own
/// conversions.
void declare(CLI::App& app, const OptionSpec& spec) {
  const std::string names(spec.names);
  if (spec.value.empty()) {
    app.add_flag(names)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  } else {
    app.add_option(names)->expected(1)->allow_extra_args(false)->multi_option_policy(
        CLI::MultiOptionPolicy::TakeAll);
  }
}

/// A flag written `--flag=value` is refused; CLI11 would take some values for yes or no.
core::Errors needless_values(const std::vector<OptionSpec>& known, const std::vector<std::string>& words) {
  core::Errors errors;
  for (const std::string& word : words) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos || word.rfind("--", 0) != 0) continue;
    const std::string name = word.substr(0, equals);
    const auto flag = std::ranges::find_if(
        known, [&](const OptionSpec& spec) { return spec.value.empty() && long_name(spec) == name; });
    if (flag != known.end())
      errors.push_back({"usage.needless_value", "'" + name + "' takes no value", "", {}});
  }
  return errors;
}

core::Checked<Words> collect(const CLI::App& app, const std::vector<OptionSpec>& known, Reading reading) {
  Words found;
  for (const OptionSpec& spec : known) {
    const std::string name = long_name(spec);
    const CLI::Option* option = app.get_option_no_throw(name);
    if (option->count() == 0) continue;
    found.options[name] = spec.value.empty() ? std::vector<std::string>(option->count()) : option->results();
  }
  core::Errors errors;
  for (const std::string& word : app.remaining()) {
    const bool behind_command = reading == Reading::up_to_a_command && !found.rest.empty();
    if (!behind_command && looks_like_option(word)) {
      errors.push_back(unknown_option(word, known));
    } else {
      found.rest.push_back(word);
    }
  }
  if (!errors.empty()) return errors;
  return found;
}

}  // namespace

const std::string* Words::last(const std::string& option) const {
  const auto found = options.find(option);
  return found == options.end() ? nullptr : &found->second.back();
}

std::vector<std::string> Words::all(const std::string& option) const {
  const auto found = options.find(option);
  return found == options.end() ? std::vector<std::string>() : found->second;
}

core::Checked<Words> sort_words(const std::vector<OptionSpec>& known, const std::vector<std::string>& words,
                                Reading reading) {
  const auto mark = reading == Reading::whole ? std::ranges::find(words, "--") : words.end();
  const std::vector<std::string> before(words.begin(), mark);

  // What stands behind a command is read with that command's options, not here.
  if (reading == Reading::whole) {
    if (auto errors = needless_values(known, before); !errors.empty()) return errors;
  }
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  app.prefix_command(reading == Reading::up_to_a_command);
  for (const OptionSpec& spec : known) declare(app, spec);
  try {
    std::vector<std::string> reversed(before.rbegin(), before.rend());  // as CLI11 wants them
    app.parse(reversed);
  } catch (const CLI::ArgumentMismatch&) {
    return core::Errors{missing_value(app, known, before)};
  } catch (const CLI::ParseError& error) {
    return core::Errors{{"usage.wrong", error.what(), "--help lists the options", {}}};
  }
  auto found = collect(app, known, reading);
  if (found && mark != words.end()) found->rest.insert(found->rest.end(), mark + 1, words.end());
  return found;
}

}  // namespace spool::cli
