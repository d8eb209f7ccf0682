// Keys of steps.
#include "pipelines/document/keys.h"

#include <array>

namespace spool::pipelines::keys {
namespace {

constexpr auto later = When::later;

constexpr std::array cut_keys = {
    Key{"cut", "name", "`moments` (one clip for each), or an input.", true},
    Key{"at", "cut_at", "Which parts of the input: a list of moments, or a block like `moments`."},
    Key{"remove", "moment_list", "What goes; the rest stays."},
};
constexpr std::array effect_keys = {
    Key{"effect", "name", "The step or input that it is done to.", true},
    Key{"apply", "effect_list", "The effects, in order."},
    Key{"when", "match", "Applied to the clips that match; the others pass unchanged."},
    Key{"only", "match", "Keeps just the clips that match."},
};
constexpr std::array concat_keys = {
    Key{"concat", "concat_list",
        "Steps and inputs in order of showing; `{each: [steps]}` interleaves by moment.", true},
    Key{"transition", "transition_or_none", "How each clip becomes the next, such as `{crossfade: 1s}`."},
    Key{"music", "later", "Music below the film.", false, later, "none"},
    Key{"at_most", "later", "The longest that the film may be.", false, later, "none"},
};
constexpr std::array each_keys = {
    Key{"each", "names", "Steps whose clips are shown in turn, moment by moment.", true}};
// What is asked of every kind of step; which clips are meant is asked of each kind otherwise.
constexpr auto step_guesses = std::to_array<Guess>({
    Guess{"trim", "write `cut`"},
    Guess{"effects", "write `apply`"},
    Guess{"filters", "write `apply`"},
    Guess{"join", "write `concat`"},
    Guess{"merge", "write `concat`"},
    Guess{"source", "write `effect: NAME`"},
    Guess{"input", "write `effect: NAME` or `cut: NAME`"},
    Guess{"from", "write `at`"},
    Guess{"delete", "write `remove`"},
    Guess{"if", "write `when`"},
    Guess{"with", "write `apply`"},
    Guess{"clip", "write `cut`"},
    Guess{"sequence", "write `concat`"},
});
template <std::size_t count>
constexpr auto with_step_guesses(const std::array<Guess, count>& own) {
  std::array<Guess, count + step_guesses.size()> all = {};
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = i < count ? own[i] : step_guesses[i - count];
  return all;
}
constexpr std::string_view of_a_cut = "write `keep` in `moments`, or in the block of `at`";
constexpr auto cut_guesses = with_step_guesses(std::to_array<Guess>(
    {{"filter", of_a_cut}, {"where", of_a_cut}, {"keep", of_a_cut}, {"only", of_a_cut}, {"when", of_a_cut}}));
constexpr auto effect_step_guesses = with_step_guesses(std::to_array<Guess>(
    {{"filter", "write `only` or `when`; one of ffmpeg's goes into `apply`"}, {"where", "write `only` or `when`"}, {"keep", "write `only` or `when`"}}));
constexpr std::string_view of_a_concat = "write `keep` in `moments`, or `only` in an `effect` step";
constexpr auto concat_guesses = with_step_guesses(std::to_array<Guess>({{"filter", of_a_concat},
                                                                        {"where", of_a_concat},
                                                                        {"keep", of_a_concat},
                                                                        {"only", of_a_concat},
                                                                        {"when", of_a_concat}}));

// What every ffmpeg from 5.1 on has; `custom` takes an expression and is left out.
constexpr std::array xfades = std::to_array<std::string_view>(
    {"fade",     "wipeleft",   "wiperight",   "wipeup",    "wipedown",   "slideleft",  "slideright",
     "slideup",  "slidedown",  "circlecrop",  "rectcrop",  "distance",   "fadeblack",  "fadewhite",
     "radial",   "smoothleft", "smoothright", "smoothup",  "smoothdown", "circleopen", "circleclose",
     "vertopen", "vertclose",  "horzopen",    "horzclose", "dissolve",   "pixelize",   "diagtl",
     "diagtr",   "diagbl",     "diagbr",      "hlslice",   "hrslice",    "vuslice",    "vdslice",
     "hblur",    "fadegrays",  "wipetl",      "wipetr",    "wipebl",     "wipebr",     "squeezeh",
     "squeezev", "zoomin",     "fadefast",    "fadeslow"});
constexpr auto transition_keys = [] {
  std::array<Key, xfades.size() + 2> keys = {
      Key{"crossfade", "duration", "The one fades out while the other fades in."},
      Key{"dip", "dip", "The one fades to a colour, the other fades from it."}};
  for (std::size_t i = 0; i < xfades.size(); ++i)
    keys[i + 2] = Key{xfades[i], "duration", "ffmpeg's xfade of this name."};
  return keys;
}();
constexpr std::array transition_guesses = {
    Guess{"xfade", "write `crossfade`, or the kind itself: `wipeleft`"},
    Guess{"crossdissolve", "write `crossfade`"},
    Guess{"cross_fade", "write `crossfade`"},
    Guess{"wipe", "write `wipeleft`, `wiperight`, `wipeup` or `wipedown`"},
    Guess{"slide", "write `slideleft`, `slideright`, `slideup` or `slidedown`"},
    Guess{"black", "write `dip: {color: black, for: 1s}`"},
    Guess{"dip_to_black", "write `dip: {color: black, for: 1s}`"},
    Guess{"dip_to_white", "write `dip: {color: white, for: 1s}`"},
    Guess{"duration", "write the kind: `{crossfade: 1s}`"},
    Guess{"type", "write the kind: `{crossfade: 1s}`"},
    Guess{"kind", "write the kind: `{crossfade: 1s}`"},
};
constexpr std::array dip_keys = {
    Key{"color", "color", "The colour between the two; left out: `black`."},
    Key{"for", "duration", "How long it takes, both halves together.", true},
};
constexpr std::array dip_guesses = {Guess{"duration", "write `for`"}, Guess{"colour", "write `color`"},
                                    Guess{"seconds", "write `for`"}};

}  // namespace

const Shape steps{"steps", "the steps", "Named steps.", {}, {}, "step"};
const Shape cut_step{"cut_step", "a `cut` step", "Cuts clips out of inputs.", cut_keys, cut_guesses, ""};
const Shape effect_step{"effect_step", "an `effect` step", "Applies effects to clips.",
                        effect_keys,   effect_step_guesses,     ""};
const Shape concat_step{"concat_step", "a `concat` step", "Joins clips to one film.",
                        concat_keys,   concat_guesses,    ""};
const Shape each{"each", "an entry of `concat`", "Interleaves clips by moment.", each_keys, {}, ""};
const Shape transition{"transition",    "a transition",     "How a clip becomes the next: one kind.",
                       transition_keys, transition_guesses, ""};
const Shape dip{"dip", "`dip`", "By way of a colour.", dip_keys, dip_guesses, ""};

}  // namespace spool::pipelines::keys
