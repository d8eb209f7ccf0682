// Keys of the format, the policy and the outputs.
#include "pipelines/document/keys.h"

#include <array>

namespace spool::pipelines::keys {
namespace {

constexpr std::array format_keys = {
    Key{"size", "size", "`1280x720`, or `720p` (the short side)."},
    Key{"fps", "rate", "Frames a second; 29.97, 59.94 and 23.976 mean their 1001 fractions."},
    Key{"fit", "fit_mode", "How a picture of another shape is fitted: `pad`, `crop` or `stretch`."},
    Key{"video", "codec", "A codec (`h264`) or one of ffmpeg's encoders."},
    Key{"crf", "crf", "Constant quality: lower is better and larger."},
    Key{"bitrate", "bitrate", "Of the picture, such as `4M`; in place of `crf`."},
    Key{"preset", "word", "The encoder's own presets, such as `veryfast`."},
    Key{"profile", "word", "The encoder's profile, such as `high`."},
    Key{"pixel_format", "word", "Such as `yuv420p`."},
    Key{"audio", "codec_or_none", "A codec (`aac`) or one of ffmpeg's encoders; `none`: no sound."},
    Key{"audio_bitrate", "bitrate", "Of the sound, such as `192k`."},
    Key{"sample_rate", "sample_rate", "Of the sound, such as 48000."},
    Key{"channels", "channels", "Of the sound: 1 is mono, 2 is stereo."},
    Key{"threads", "threads",
        "Of each encode. More than one may change the picture from machine to machine."},
    Key{"join_fade", "duration_or_none",
        "Fade of the sound on each side of a hard join, such as `5ms`, or `none`."},
    Key{"metadata", "metadata_or_none",
        "What the film says of itself; `none`: nothing, not even what its source says."},
    Key{"as", "named_format", "A named format such as `web_720p`, or `source`; what stands beside it goes before it."},
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
constexpr std::array metadata_keys = {
    Key{"title", "text", "Of the film."},
    Key{"artist", "text", "Who made it."},
    Key{"album", "text", "What it belongs to, such as a season."},
    Key{"genre", "text", "Such as `Sports`."},
    Key{"date", "text", "Such as `2026-11-22`."},
    Key{"comment", "text", "Anything."},
    Key{"description", "text", "What is seen."},
    Key{"copyright", "text", "Such as `CC-BY 4.0`."},
    Key{"creation_time", "text", "When it was taken: `2026-11-22T15:00:00Z`."},
};
constexpr std::array metadata_guesses = {Guess{"author", "write `artist`"}, Guess{"name", "write `title`"},
                                         Guess{"year", "write `date`"}, Guess{"created", "write `creation_time`"}};
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
    Key{"on_bad_clip", "bad_clip",
        "What is done about a clip that cannot be made: `fail`, or `skip`: the film is made without it."},
};
constexpr std::array policy_guesses = {Guess{"retries", "write `tries`"},
                                       Guess{"retry", "write `tries`"},
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
    Key{"format", "format_or_name", "What differs from the document's format."},
};
constexpr std::array output_guesses = {Guess{"path", "write `file`"}, Guess{"of", "write `from`"},
                                       Guess{"step", "write `from`"}, Guess{"name", "write `file`"},
                                       Guess{"size", "write `format: {size: …}`"}};

}  // namespace

const Shape format{"format", "the format", "What films are encoded as.", format_keys, format_guesses, ""};
const Shape metadata{"metadata", "the metadata", "What the film says of itself; `none` for what it does not say.",
                     metadata_keys, metadata_guesses, ""};
const Shape policy{"policy",    "the policy",   "What is done when something goes wrong.",
                   policy_keys, policy_guesses, ""};
const Shape outputs{"outputs", "`output`", "A step or an input, and its file.", {}, {}, "output_or_file"};
const Shape output{"output", "an output", "A film.", output_keys, output_guesses, ""};

}  // namespace spool::pipelines::keys
