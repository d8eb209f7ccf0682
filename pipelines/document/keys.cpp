#include "pipelines/document/keys.h"

#include <array>

namespace spool::pipelines::keys {
namespace {

constexpr auto later = When::later;

// ---- the document
// -----------------------------------------------------------------------------------------------------

constexpr std::array document_keys = {
    Key{"spool", "version", "The language's version: 1."},
    Key{"name", "text", "The pipeline's name; left out: the file's name without its extension."},
    Key{"inputs", "inputs", "Named files; the first is what `spool batch` binds each file to."},
    Key{"vars", "vars", "Names for texts, used as ${name}; `--set NAME=VALUE` overrides them."},
    Key{"moments", "moments", "Which moments of which input are wanted."},
    Key{"steps", "steps", "What is done to them, in any order: who needs whom follows from the names."},
    Key{"format", "format_or_source",
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
    Key{"track", "track", "Which sound track is used, counting from 1."},
};
constexpr std::array input_guesses = {Guess{"path", "write `file`"}, Guess{"src", "write `file`"},
                                      Guess{"audio", "write `track`"}};

// ---- moments
// ----------------------------------------------------------------------------------------------------------

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

// ---- steps
// ------------------------------------------------------------------------------------------------------------

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

// ---- effects
// ----------------------------------------------------------------------------------------------------------

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
constexpr std::array effect_guesses = {
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

// ---- format, policy, output
// -------------------------------------------------------------------------------------------

constexpr std::array format_keys = {
    Key{"size", "size", "`1280x720`, or `720p` (the short side)."},
    Key{"fps", "rate", "Frames a second; 29.97, 59.94 and 23.976 mean their 1001 fractions."},
    Key{"fit", "fit_mode", "How a picture of another shape is fitted: `pad`, `crop` or `stretch`."},
    Key{"video", "word_or_none", "A codec (`h264`) or one of ffmpeg's encoders; `none`: no picture."},
    Key{"crf", "crf", "Constant quality: lower is better and larger."},
    Key{"bitrate", "bitrate", "Of the picture, such as `4M`; in place of `crf`."},
    Key{"preset", "word", "The encoder's own presets, such as `veryfast`."},
    Key{"profile", "word", "The encoder's profile, such as `high`."},
    Key{"pixel_format", "word", "Such as `yuv420p`."},
    Key{"audio", "word_or_none", "A codec (`aac`) or one of ffmpeg's encoders; `none`: no sound."},
    Key{"audio_bitrate", "bitrate", "Of the sound, such as `192k`."},
    Key{"sample_rate", "sample_rate", "Of the sound, such as 48000."},
    Key{"channels", "channels", "Of the sound: 1 is mono, 2 is stereo."},
    Key{"threads", "threads",
        "Of each encode. More than one may change the picture from machine to machine."},
    Key{"join_fade", "duration_or_none",
        "Fade of the sound on each side of a hard join, such as `5ms`, or `none`."},
    Key{"as", "later", "A named format.", false, later, ""},
};
constexpr std::array format_guesses = {
    Guess{"resolution", "write `size`"},
    Guess{"codec", "write `video`"},
    Guess{"rate", "write `fps` or `sample_rate`"},
    Guess{"framerate", "write `fps`"},
    Guess{"frame_rate", "write `fps`"},
    Guess{"quality", "write `crf`"},
    Guess{"video_bitrate", "write `bitrate`"},
    Guess{"vcodec", "write `video`"},
    Guess{"acodec", "write `audio`"},
    Guess{"pix_fmt", "write `pixel_format`"},
    Guess{"width", "write `size: 1280x720`"},
    Guess{"height", "write `size: 1280x720`"},
    Guess{"container", "the container follows the file's extension"},
    Guess{"encoder", "write `video`"},
    Guess{"samplerate", "write `sample_rate`"},
    Guess{"mode", "write `fit`"},
};
constexpr std::array policy_keys = {
    Key{"timeout", "duration", "The longest that one job may take; left out: 30m."},
    Key{"stall", "duration", "The longest that a job may stand still; left out: 60s."},
    Key{"strict", "truth", "Whether damage that a decoder tells fails the job."},
    Key{"tries", "tries", "How often a job is tried whose failure may pass by itself; left out: 3."},
    Key{"backoff", "backoff",
        "How long to wait before the second try, twice as long before each further one; left out: 1s."},
    Key{"not_before", "date_time",
        "When rendering may begin: `2026-11-22T03:00:00+01:00`, or `2026-11-22 03:00` by this machine's "
        "clock."},
    Key{"on_failure", "commands",
        "Commands that are run after a run that did not succeed: lists of words, no shell is involved."},
    Key{"on_success", "commands",
        "Commands that are run after a run that succeeded: lists of words, no shell is involved."},
    Key{"on_bad_clip", "later", "What a clip that cannot be made does: `fail`.", false, later, "fail"},
};
constexpr std::array policy_guesses = {Guess{"retries", "write `tries`"}, Guess{"retry", "write `tries`"},
                                       Guess{"delay", "write `backoff`"},
                                       Guess{"attempts", "write `tries`"},
                                       Guess{"start_at", "write `not_before`"},
                                       Guess{"at", "write `not_before`"},
                                       Guess{"on_error", "write `on_failure`"},
                                       Guess{"on_done", "write `on_success`"},
                                       Guess{"jobs", "give `-j` on the command line"}};
constexpr std::array output_keys = {
    Key{"from", "name", "The step or input; left out: the one of this name."},
    Key{"file", "output_file",
        "Where the film goes, relative to `--out-dir`; its extension chooses the container.", true},
    Key{"format", "format", "What differs from the document's format."},
};
constexpr std::array output_guesses = {Guess{"path", "write `file`"}, Guess{"of", "write `from`"},
                                       Guess{"step", "write `from`"}, Guess{"name", "write `file`"},
                                       Guess{"size", "write `format: {size: …}`"}};

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
const Shape steps{"steps", "the steps", "Named steps.", {}, {}, "step"};
const Shape cut_step{"cut_step", "a `cut` step", "Cuts clips out of inputs.", cut_keys, step_guesses, ""};
const Shape effect_step{"effect_step", "an `effect` step", "Applies effects to clips.",
                        effect_keys,   step_guesses,       ""};
const Shape concat_step{"concat_step", "a `concat` step", "Joins clips to one film.",
                        concat_keys,   step_guesses,      ""};
const Shape each{"each", "an entry of `concat`", "Interleaves clips by moment.", each_keys, {}, ""};
const Shape effect{"effect", "an effect", "One effect.", effect_kinds, effect_guesses, ""};
const Shape title{"title", "`title`", "Words on the picture.", title_keys, look_guesses, ""};
const Shape overlay{"overlay", "`overlay`", "An image on the picture.", overlay_keys, look_guesses, ""};
const Shape fade{"fade", "`fade`", "From and to black and silence.", fade_keys, look_guesses, ""};
const Shape trim{"trim", "`trim`", "Keeps a part of each clip.", trim_keys, look_guesses, ""};
const Shape fit{"fit", "`fit`", "How the picture is brought to a size.", fit_keys, look_guesses, ""};
const Shape filter{"filter", "`filter`", "ffmpeg's own filters.", filter_keys, look_guesses, ""};
const Shape format{"format", "the format", "What films are encoded as.", format_keys, format_guesses, ""};
const Shape policy{"policy",    "the policy",   "What is done when something goes wrong.",
                   policy_keys, policy_guesses, ""};
const Shape outputs{"outputs", "`output`", "A step or an input, and its file.", {}, {}, "output_or_file"};
const Shape output{"output", "an output", "A film.", output_keys, output_guesses, ""};

const std::vector<const Shape*>& shapes() {
  static const std::vector<const Shape*> all = {
      &document, &inputs, &input,     &vars,    &moments,  &several_blocks, &block,
      &moment,   &match,  &condition, &steps,   &cut_step, &effect_step,    &concat_step,
      &each,     &effect, &title,     &overlay, &fade,     &trim,           &fit,
      &filter,   &format, &policy,    &outputs, &output};
  return all;
}

const Key* find(const Shape& shape, std::string_view name) {
  for (const Key& key : shape.keys) {
    if (key.name == name) return &key;
  }
  return nullptr;
}

std::vector<std::string> names(const Shape& shape) {
  std::vector<std::string> found;
  for (const Key& key : shape.keys) {
    if (key.when == When::now) found.emplace_back(key.name);
  }
  return found;
}

}  // namespace spool::pipelines::keys
