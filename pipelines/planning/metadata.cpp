#include "pipelines/planning/metadata.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>

#include "pipelines/document/dates.h"
#include "pipelines/document/keys.h"

namespace spool::pipelines {
namespace {

/// Recorded sources of the film's clips, in order of declaration; pictures that stand still recorded nothing.
std::vector<const Source*> shown_in(const Sequence& film, const std::vector<const Source*>& used) {
  std::vector<const Source*> shown;
  std::ranges::copy_if(used, std::back_inserter(shown), [&](const Source* source) {
    return !source->media->is_still() &&
           std::ranges::any_of(film.clips, [&](const Clip& clip) { return clip.source == source; });
  });
  return shown;
}

/// When the first of its pictures that the film shows was taken; empty where the file does not say when it begins.
std::string creation_time(const Source& source, const Sequence& film) {
  const std::string begins = source.media->tag("creation_time");
  const auto time = begins.ends_with('Z') ? parse_date_time(begins) : core::Result<std::chrono::system_clock::time_point>(core::Error());
  constexpr std::chrono::system_clock::time_point never_set;  // cameras without a clock write the beginning of an era
  if (!time || *time <= never_set + std::chrono::days(1)) return {};
  const auto first = std::ranges::find(film.clips, &source, &Clip::source);
  return utc_text(*time + std::chrono::seconds(first->from.floor()));
}

/// What the film takes over under that name; empty: nothing.
std::string carried(std::string_view name, const Sequence& film, const std::vector<const Source*>& shown) {
  if (shown.empty()) return {};
  if (name == "creation_time") return creation_time(*shown.front(), film);
  return shown.size() == 1 ? shown.front()->media->tag(name) : std::string();
}

}  // namespace

std::vector<Tag> metadata_of(const std::optional<Metadata>& asked, const Sequence& film, const std::vector<const Source*>& used) {
  const std::vector<const Source*> shown = shown_in(film, used);
  std::vector<Tag> metadata;
  for (const keys::Key& key : keys::metadata.keys) {
    const std::string_view name = key.name;
    std::string text = !asked || asked->carries ? carried(name, film, shown) : std::string();
    if (asked) {
      if (const auto own = asked->texts.find(name); own != asked->texts.end()) text = own->second.value_or("");
    }
    if (!text.empty()) metadata.push_back({std::string(name), std::move(text)});
  }
  return metadata;
}

}  // namespace spool::pipelines
