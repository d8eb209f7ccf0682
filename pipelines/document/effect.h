// The effects of the language, as written: typed, not yet met a clip. Source: LANGUAGE, "Effects, first set".
#pragma once

#include "pipelines/document/located.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace spool::pipelines {

enum class Position { top_left, top, top_right, left, center, right, bottom_left, bottom, bottom_right };
enum class FitMode { pad, crop, stretch };

/// A length on the picture: pixels of the film, or a share of its height (`5%`).
struct Extent {
  Rational value = 0;
  bool percent = false;
};

struct Title {
  Template text;
  Position position = Position::bottom;
  std::optional<Rational> from;              ///< seconds of the clip's own time, after retiming
  std::optional<Rational> shown_for;         ///< `for`; none: to the end
  std::optional<Located<std::string>> font;  ///< a family, or an absolute path to a font file
  std::optional<Extent> size;                ///< of the letters
  std::string color = "white";
  std::optional<std::string> box;  ///< colour behind the text, "none": none; not given: a soft dark box
};
struct Overlay {
  Located<std::string> image;  ///< an input's name
  Position position = Position::top_right;
  std::optional<Extent> size;  ///< height of the image
  Rational opacity = 1;        ///< 0 to 1
  std::optional<Rational> from, shown_for;
};
struct Fade {
  Rational in = 0, out = 0;  ///< seconds
};
struct Trim {
  std::optional<Rational> first, last;  ///< seconds; exactly one form is given
  std::optional<TimePoint> from, to;    ///< relative to the clip's start
};
struct Speed {
  Rational factor = 1;  ///< 0.5: half as fast (`slow_motion` and `speed`)
};
struct FitEffect {
  std::optional<std::pair<int, int>> size;  ///< none: the film's
  FitMode mode = FitMode::pad;
  Position focus = Position::center;  ///< what `crop` keeps
};
struct Volume {
  Rational value = 1;
  bool decibels = false;
};
struct Mute {};
struct RawFilter {
  std::optional<Template> video, audio;  ///< ffmpeg filter chains, taken as they are
};

struct Effect {
  std::variant<Title, Overlay, Fade, Trim, Speed, FitEffect, Volume, Mute, RawFilter> what;
  Place place;
};

}  // namespace spool::pipelines
