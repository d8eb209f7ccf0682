// Keys of effects.
#include "pipelines/document/keys.h"

#include <array>

namespace spool::pipelines::keys {
namespace {

constexpr std::array effect_kinds = {
    Key{"title", "title", "Words on the picture."},
    Key{"overlay", "overlay", "An image on the picture."},
    Key{"fade", "fade", "From and to black and silence."},
    Key{"trim", "trim", "Keeps a part of each clip."},
    Key{"slow_motion", "factor", "A factor of speed: 0.5 is half speed."},
    Key{"speed", "factor", "A factor of speed: 2 is twice as fast."},
    Key{"fit", "fit_or_mode", "How the picture is brought to a size."},
    Key{"volume", "volume", "Louder or softer: `-6dB` or a factor."},
    Key{"mute", "nothing", "No sound."},
    Key{"filter", "filter", "Any ffmpeg filter chain."},
};
constexpr std::array effect_kind_guesses = {
    Guess{"text", "write `title`"},
    Guess{"caption", "write `title`"},
    Guess{"drawtext", "write `title`"},
    Guess{"image", "write `overlay`"},
    Guess{"logo", "write `overlay`"},
    Guess{"watermark", "write `overlay`"},
    Guess{"slowmo", "write `slow_motion`"},
    Guess{"slow", "write `slow_motion`"},
    Guess{"scale", "write `fit`"},
    Guess{"crop", "write `fit: {mode: crop}`"},
    Guess{"resize", "write `fit`"},
    Guess{"cut", "write `trim`"},
    Guess{"fade_in", "write `fade: {in: 0.5s}`"},
    Guess{"fade_out", "write `fade: {out: 0.5s}`"},
    Guess{"gain", "write `volume`"},
    Guess{"vf", "write `filter: {video: …}`"},
    Guess{"af", "write `filter: {audio: …}`"},
};
constexpr std::array title_keys = {
    Key{"text", "template", "The words; an empty text makes no title.", true},
    Key{"position", "position", "Where; left out: `bottom`."},
    Key{"from", "duration", "When it appears, on the clip's own clock."},
    Key{"for", "duration", "How long; left out: to the end."},
    Key{"font", "text", "A font's family, or a path to a font file."},
    Key{"size", "extent", "Of the letters: pixels, or a share of the film's height (`5%`)."},
    Key{"color", "color", "Of the letters; left out: `white`."},
    Key{"box", "color_or_none", "Colour behind the words; `none`: none; left out: a soft dark box."},
};
constexpr std::array overlay_keys = {
    Key{"image", "name", "The input that holds the image.", true},
    Key{"position", "position", "Where; left out: `top_right`."},
    Key{"size", "extent", "Its height: pixels, or a share of the film's height (`12%`)."},
    Key{"opacity", "opacity", "From 0 to 1."},
    Key{"from", "duration", "When it appears."},
    Key{"for", "duration", "How long; left out: to the end."},
};
constexpr std::array fade_keys = {
    Key{"in", "duration", "At the start of each clip."},
    Key{"out", "duration", "At its end."},
};
constexpr std::array trim_keys = {
    Key{"first", "duration", "Keeps this much of the start."},
    Key{"last", "duration", "Keeps this much of the end."},
    Key{"from", "time", "Keeps what lies behind this."},
    Key{"to", "time", "Keeps what lies before this."},
};
constexpr std::array fit_keys = {
    Key{"size", "pixels", "Such as 640x360; left out: the film's size."},
    Key{"mode", "fit_mode", "`pad`, `crop` or `stretch`."},
    Key{"focus", "position", "What `crop` keeps."},
};
constexpr std::array filter_keys = {
    Key{"video", "template", "A chain of ffmpeg's video filters, taken as it is."},
    Key{"audio", "template", "A chain of ffmpeg's audio filters, taken as it is."},
};
constexpr std::array look_guesses = {
    Guess{"duration", "write `for`"},    Guess{"start", "write `from`"},
    Guess{"at", "write `from`"},         Guess{"font_size", "write `size`"},
    Guess{"fontsize", "write `size`"},   Guess{"colour", "write `color`"},
    Guess{"background", "write `box`"},  Guess{"file", "write `image`, the name of an input"},
    Guess{"pos", "write `position`"},    Guess{"alpha", "write `opacity`"},
    Guess{"height", "write `size`"},     Guess{"x", "write `position`"},
    Guess{"y", "write `position`"},      Guess{"seconds", "write `for`"},
    Guess{"resolution", "write `size`"}, Guess{"end", "write `to`"},
};

}  // namespace

const Shape effect{"effect", "an effect", "One effect.", effect_kinds, effect_kind_guesses, ""};
const Shape title{"title", "`title`", "Words on the picture.", title_keys, look_guesses, ""};
const Shape overlay{"overlay", "`overlay`", "An image on the picture.", overlay_keys, look_guesses, ""};
const Shape fade{"fade", "`fade`", "From and to black and silence.", fade_keys, look_guesses, ""};
const Shape trim{"trim", "`trim`", "Keeps a part of each clip.", trim_keys, look_guesses, ""};
const Shape fit{"fit", "`fit`", "How the picture is brought to a size.", fit_keys, look_guesses, ""};
const Shape filter{"filter", "`filter`", "ffmpeg's own filters.", filter_keys, look_guesses, ""};

}  // namespace spool::pipelines::keys
