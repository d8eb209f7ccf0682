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
    Key{"transition", "later", "A transition for all joins.", false, later, "none"},
    Key{"music", "later", "Music below the film.", false, later, "none"},
    Key{"at_most", "later", "The longest that the film may be.", false, later, "none"},
};
constexpr std::array each_keys = {
    Key{"each", "names", "Steps whose clips are shown in turn, moment by moment.", true}};
constexpr std::array step_guesses = {
    Guess{"trim", "write `cut`"},
    Guess{"effects", "write `apply`"},
    Guess{"filters", "write `apply`"},
    Guess{"filter", "write `keep` in `moments`, `only` in an effect"},
    Guess{"where", "write `only` or `when`"},
    Guess{"keep", "write `only` or `when`"},
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
};

}  // namespace

const Shape steps{"steps", "the steps", "Named steps.", {}, {}, "step"};
const Shape cut_step{"cut_step", "a `cut` step", "Cuts clips out of inputs.", cut_keys, step_guesses, ""};
const Shape effect_step{"effect_step", "an `effect` step", "Applies effects to clips.",
                        effect_keys,   step_guesses,       ""};
const Shape concat_step{"concat_step", "a `concat` step", "Joins clips to one film.",
                        concat_keys,   step_guesses,      ""};
const Shape each{"each", "an entry of `concat`", "Interleaves clips by moment.", each_keys, {}, ""};

}  // namespace spool::pipelines::keys
