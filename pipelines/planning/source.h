// The inputs of a document once they are probed, by name; and the clock that moments are read on.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"
#include "pipelines/document/document.h"
#include "pipelines/media/media.h"
#include "pipelines/moments/resolve.h"

namespace spool::pipelines {

/// A still shown as a clip of its own, where the document does not say how long.
inline const Rational still_seconds = 4;

struct Source : SourceClock {
  Source(std::string input, MediaPtr probed, int sound_track)
      : input_name(std::move(input)), media(std::move(probed)), track(sound_track) {}

  std::string input_name;
  MediaPtr media;
  int track = 0;   ///< position in media->audio

  [[nodiscard]] Rational seconds() const override;
  [[nodiscard]] std::optional<Rational> frame_time(std::int64_t frame) const override;
  [[nodiscard]] std::string name() const override { return input_name; }

  /// Moving pictures, to be cut by their stamps.
  [[nodiscard]] bool has_moving_picture() const { return media->has_picture() && !media->is_still(); }
  [[nodiscard]] bool has_sound() const { return !media->audio.empty(); }
  /// The track that is heard, where there is one.
  [[nodiscard]] const AudioStream& sound() const { return media->audio[static_cast<std::size_t>(track)]; }
};

class Sources {
 public:
  void add(std::string input, MediaPtr probed, int track) {
    sources_.push_back(std::make_unique<Source>(std::move(input), std::move(probed), track));
  }
  /// An input that cannot be used; the document does without its clips.
  void add_bad(std::string input, core::Error why) { bad_.emplace(std::move(input), std::move(why)); }
  /// Null where no input is named so, or it is a bad one.
  [[nodiscard]] const Source* find(std::string_view input) const;
  /// Why it cannot be used; null where it can, or no input is named so.
  [[nodiscard]] const core::Error* why_bad(std::string_view input) const;
  /// In order of declaration; their addresses stay.
  [[nodiscard]] const std::vector<std::unique_ptr<Source>>& all() const { return sources_; }

 private:
  std::vector<std::unique_ptr<Source>> sources_;
  std::map<std::string, core::Error, std::less<>> bad_;
};

}  // namespace spool::pipelines
