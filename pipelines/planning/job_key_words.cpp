// Keys as text, and what changed between two of them.
#include "pipelines/planning/job_keys.h"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <map>

namespace spool::pipelines {
namespace {

namespace json = boost::json;

using NamedParts = std::vector<std::pair<std::string, std::string>>;

enum class Change { none, changed, added, removed };

constexpr std::string_view source_mark = "source ";
constexpr std::string_view job_mark = "job ";

/// A part and what it is called; `also`: parts that change along with it, and say nothing more.
struct Called {
  std::string_view part;
  std::string_view words;
  std::string_view also;
};
// The most telling first.
constexpr std::array called = {
    Called{"size", "the film's size", "|title|overlay|fit|"},
    Called{"rate", "the film's frame rate", "|range|title|overlay|fade|transition|"},
    Called{"pixels", "the film's pixel format", ""},
    Called{"colour", "the film's colour", ""},
    Called{"encoder", "the encoder's settings", ""},
    Called{"sound format", "the sound's format", "|fade|"},
    Called{"container", "the film's container", ""},
    Called{"metadata", "the film's metadata", ""},
    Called{"range", "its range", ""},
    Called{"speed", "its speed", ""},
    Called{"track", "its sound track", ""},
    Called{"transition", "its transition", ""},
    Called{"title", "its title", ""},
    Called{"overlay", "its overlay", ""},
    Called{"fade", "its fade", ""},
    Called{"fit", "its fit", ""},
    Called{"volume", "its volume", ""},
    Called{"filter", "its filter", ""},
};

using ByName = std::map<std::string_view, std::string_view>;

ByName by_name(const NamedParts& parts) { return {parts.begin(), parts.end()}; }

Change change_of(std::string_view part, const ByName& now, const ByName& before) {
  const auto new_one = now.find(part);
  const auto old_one = before.find(part);
  if (new_one == now.end()) return old_one == before.end() ? Change::none : Change::removed;
  if (old_one == before.end()) return Change::added;
  return new_one->second == old_one->second ? Change::none : Change::changed;
}

/// "a", "a and b", "a, b and c", "a, b and 7 more".
std::string listed(const std::vector<std::string>& words) {
  constexpr std::size_t most = 4;
  const std::size_t shown = words.size() > most ? most - 1 : words.size();
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text += i + 1 == words.size() ? " and " : ", ";
    text += words[i];
  }
  if (shown < words.size()) text += " and " + std::to_string(words.size() - shown) + " more";
  return text;
}

/// One clause for each kind of change.
class Clauses {
 public:
  void add(Change change, std::string what) {
    if (change != Change::none) whats_[change].push_back(std::move(what));
  }
  /// `one`, `more`: what is said of what changed.
  [[nodiscard]] std::string text(std::string_view one, std::string_view more) const {
    std::string text;
    for (const auto& [change, whats] : whats_) {
      text += (text.empty() ? "" : "; ") + listed(whats);
      text += change == Change::added     ? " came in"
              : change == Change::removed ? " went out"
              : whats.size() == 1         ? one
                                          : more;
    }
    return text;
  }

 private:
  std::map<Change, std::vector<std::string>> whats_;
};

Clauses marked(std::string_view mark, const ByName& now, const ByName& before) {
  Clauses clauses;
  for (const auto& [name, digest] : now) {
    if (name.starts_with(mark))
      clauses.add(change_of(name, now, before), std::string(name.substr(mark.size())));
  }
  for (const auto& [name, digest] : before) {
    if (name.starts_with(mark) && !now.contains(name))
      clauses.add(Change::removed, std::string(name.substr(mark.size())));
  }
  return clauses;
}

Clauses own(const ByName& now, const ByName& before) {
  Clauses clauses;
  std::string said_by_others;
  for (const Called& one : called) {
    const Change change = change_of(one.part, now, before);
    if (change == Change::none) continue;
    if (said_by_others.find("|" + std::string(one.part) + "|") != std::string::npos) continue;
    clauses.add(change, std::string(one.words));
    said_by_others += one.also;
  }
  return clauses;
}

}  // namespace

std::string why_rendered(const JobKey& now_key, const JobKey& before_key) {
  if (now_key.digest == before_key.digest) return {};
  const ByName now = by_name(now_key.parts);
  const ByName before = by_name(before_key.parts);
  if (change_of("spool", now, before) != Change::none) return "Spool changed";
  if (change_of("ffmpeg", now, before) != Change::none) return "ffmpeg changed";
  std::string text;
  for (const std::string& clause :
       {own(now, before).text(" changed", " changed"),
        marked(source_mark, now, before).text(" changed", " changed"),
        marked(job_mark, now, before).text(" is rendered anew", " are rendered anew")}) {
    if (!clause.empty()) text += (text.empty() ? "" : "; ") + clause;
  }
  return text.empty() ? "what it is made of changed" : text;
}

std::string to_json(const JobKey& key) {
  json::array parts;
  for (const auto& [name, digest] : key.parts)
    parts.push_back(json::array{json::string(name), json::string(digest)});
  return json::serialize(json::object{{"digest", key.digest}, {"parts", std::move(parts)}});
}

std::optional<JobKey> job_key_from_json(std::string_view text) {
  const auto string_of = [](const json::value& value) {
    return std::string(value.as_string().data(), value.as_string().size());
  };
  try {
    const json::value body = json::parse(json::string_view(text.data(), text.size()));
    JobKey key;
    key.digest = string_of(body.as_object().at("digest"));
    for (const json::value& part : body.as_object().at("parts").as_array()) {
      key.parts.emplace_back(string_of(part.as_array().at(0)), string_of(part.as_array().at(1)));
    }
    return key;
  } catch (const std::exception&) {  // every way in which it is no key
    return std::nullopt;
  }
}

}  // namespace spool::pipelines
