#include "pipelines/planning/sound_track.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "pipelines/document/languages.h"

namespace spool::pipelines {
namespace {

/// "1 eng, 2 deu, 3 without a language": what there is, for a person.
std::string tracks_of(const Media& media) {
  std::string text;
  for (std::size_t i = 0; i < media.audio.size(); ++i) {
    const std::string& language = media.audio[i].language;
    text += (i == 0 ? "" : ", ") + std::to_string(i + 1) + " " + (language.empty() ? "without a language" : language);
  }
  return text;
}

}  // namespace

core::Result<int> sound_track(const Input& input, const Media& media) {
  if (!input.track) return 0;
  const Track& track = input.track->value;
  const auto in_language = [&](const AudioStream& audio) { return parse_language(audio.language) == track.language; };
  const auto found = track.language.empty() ? media.audio.begin() + std::min<std::ptrdiff_t>(track.number - 1, std::ssize(media.audio))
                                            : std::ranges::find_if(media.audio, in_language);
  if (found != media.audio.end()) return static_cast<int>(found - media.audio.begin());
  const std::string wanted = track.language.empty() ? "sound track " + std::to_string(track.number) : "sound track in `" + track.language + "`";
  const std::string message = "`" + input.name + "` has no " + wanted;
  if (media.audio.empty()) return core::Error{"document.no_such_track", message, "the file has no sound at all", input.track->place};
  return core::Error{"document.no_such_track", message + "; its sound tracks are: " + tracks_of(media),
                     "write `track:` with one of these numbers, or a language that is there", input.track->place};
}

}  // namespace spool::pipelines
