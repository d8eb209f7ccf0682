// Keys of the document itself, its inputs and its moments.
#include "pipelines/document/keys.h"

#include <array>

namespace spool::pipelines::keys {
namespace {

constexpr std::array document_keys = {
    Key{"spool", "version", "The language's version: 1."},
    Key{"name", "text", "The pipeline's name; left out: the file's name without its extension."},
    Key{"inputs", "inputs", "Named files; the first is what `spool batch` binds each file to."},
    Key{"vars", "vars", "Names for texts, used as ${name}; `--set NAME=VALUE` overrides them."},
    Key{"moments", "moments", "Which moments of which input are wanted."},
    Key{"steps", "steps", "What is done to them, in any order: who needs whom follows from the names."},
    Key{"format", "format_or_name",
        "What the films are encoded as; what is left out is taken from the first source."},
    Key{"policy", "policy", "What is done when something takes too long or goes wrong."},
    Key{"output", "outputs", "Which step (or input) becomes which file.", true},
};
constexpr std::array document_guesses = {
    Guess{"input", "write `inputs`"},
    Guess{"sources", "write `inputs`"},
    Guess{"files", "write `inputs`"},
    Guess{"outputs", "write `output`"},
    Guess{"variables", "write `vars`"},
    Guess{"clips", "write `moments` or `steps`"},
    Guess{"tags", "write `moments`"},
    Guess{"jobs", "write `steps`, or `-j` on the command line"},
    Guess{"version", "write `spool: 1`"},
    Guess{"retries", "write `tries`, in `policy`"},
    Guess{"timeout", "write it in `policy`"},
    Guess{"tries", "write it in `policy`"},
    Guess{"not_before", "write it in `policy`"},
    Guess{"on_failure", "write it in `policy`"},
    Guess{"on_success", "write it in `policy`"},
    Guess{"size", "write it in `format`"},
    Guess{"fps", "write it in `format`"},
    Guess{"resolution", "write `size`, in `format`"},
    Guess{"codec", "write `video`, in `format`"},
    Guess{"settings", "write `format` or `policy`"},
    Guess{"export", "write `output`"},
    Guess{"effects", "write `apply`, in a step that has `effect`"},
};
constexpr std::array input_keys = {
    Key{"file", "path", "The file; relative to the document's folder."},
    Key{"track", "track", "Which sound track is used: its number, counting from 1, or its language, such as `en` or `eng`."},
};
constexpr std::array input_guesses = {Guess{"path", "write `file`"}, Guess{"src", "write `file`"},
                                      Guess{"audio", "write `track`"}};

constexpr std::array block_keys = {
    Key{"of", "name", "The input that these are moments of."},
    Key{"file", "path", "A tag file (CSV, TSV or JSON, told by its content)."},
    Key{"list", "moment_list", "The moments themselves, in place of a file."},
    Key{"keep", "match", "Only those that match."},
    Key{"before", "duration", "How much earlier each begins."},
    Key{"after", "duration", "How much later each ends."},
    Key{"merge", "duration", "Moments that are nearer than this become one."},
    Key{"at_most", "duration", "The budget: best rated first, ties to the earlier."},
    Key{"order", "order", "Of showing: `time` or `rating`."},
};
constexpr std::array several_keys = {
    Key{"from", "block_list", "Several blocks, one after the other.", true},
    Key{"keep", "match", "Only those that match."},
    Key{"at_most", "duration", "The common budget."},
    Key{"order", "order", "Of showing: `time` (by block, then start) or `rating`."},
};
constexpr std::array block_guesses = {
    Guess{"filter", "write `keep`"},
    Guess{"where", "write `keep`"},
    Guess{"select", "write `keep`"},
    Guess{"pad", "write `before` and `after`"},
    Guess{"padding", "write `before` and `after`"},
    Guess{"input", "write `of`"},
    Guess{"source", "write `of`"},
    Guess{"tags", "write `file` or `list`"},
    Guess{"csv", "write `file`"},
    Guess{"sort", "write `order`"},
    Guess{"limit", "write `at_most`"},
    Guess{"max", "write `at_most`"},
    Guess{"budget", "write `at_most`"},
    Guess{"lead", "write `before`"},
    Guess{"clips", "write `list`"},
    Guess{"moments", "write `list`"},
};
constexpr std::array moment_keys = {
    Key{"start", "time", "Where it starts (also `from`, `in`)."},
    Key{"from", "time", "The same as `start`."},
    Key{"in", "time", "The same as `start`."},
    Key{"end", "time",
        "Where it ends; the picture there is not shown (also `to`, `out`). Neither end nor duration: the end "
        "of the file."},
    Key{"to", "time", "The same as `end`."},
    Key{"out", "time", "The same as `end`."},
    Key{"duration", "duration", "How long it is, in place of an end (also `for`)."},
    Key{"for", "duration", "The same as `duration`."},
    Key{"label", "text", "What it is called."},
    Key{"tag", "text_or_list", "Its tag, or a list of tags."},
    Key{"rating", "number", "How good it is."},
};
constexpr std::array condition_keys = {
    Key{"min", "number_or_duration", "At least this."},
    Key{"max", "number_or_duration", "At most this."},
    Key{"not", "denied", "None of these."},
};
constexpr std::array condition_guesses = {Guess{"from", "write `min`"}, Guess{"to", "write `max`"},
                                          Guess{"in", "write a list: `[a, b]`"}};

}  // namespace

const Shape document{"document", "the document", "A pipeline.", document_keys, document_guesses, ""};
const Shape inputs{"inputs", "the inputs", "Named files.", {}, {}, "input_or_path"};
const Shape input{"input", "an input", "A file and how it is read.", input_keys, input_guesses, ""};
const Shape vars{"vars", "the variables", "Names for texts.", {}, {}, "text"};
const Shape moments{"moments_block", "`moments`", "One block.", block_keys, block_guesses, ""};
const Shape several_blocks{"several_blocks", "`moments`",   "Several blocks with a common choice.",
                           several_keys,     block_guesses, ""};
const Shape block{"block", "a block of moments", "Moments of one input.", block_keys, block_guesses, ""};
const Shape moment{"moment",    "a moment", "A moment; any more keys are columns.",
                   moment_keys, {},         "text_or_list"};
const Shape match{"match", "the conditions",     "Each names a field; all must hold.", {},
                  {},      "condition_or_values"};
const Shape condition{"condition",    "a condition",     "A range, or a denial.",
                      condition_keys, condition_guesses, ""};

}  // namespace spool::pipelines::keys
