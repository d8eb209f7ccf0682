// The document as its reader meant it: typed, every name of the document filled in, nothing known yet about
// the media. Source: LANGUAGE. Each part keeps its place, so that what turns out wrong later (an encoder that
// this ffmpeg lacks, a moment outside its input) is still told with file:line:column.
#pragma once

#include "pipelines/document/effect.h"
#include "pipelines/document/located.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace spool::pipelines {

/// One condition of `keep`, `only`, `when`. A field is `label tag rating index start end` or a column of the
/// tag file.
struct Condition {
  std::string field;
  bool negated = false;
  std::vector<std::string> any_of;  ///< a value or list: is one of; empty where min/max are given
  std::optional<Rational> min;
  std::optional<Rational> max;
  Place place;
};
using Match = std::vector<Condition>;  ///< all must hold; empty: everything matches

/// A moment as tagged, before it meets its source.
struct TaggedMoment {
  TimePoint start;
  std::optional<TimePoint> end;      ///< none: `duration`; neither: to the end of the file
  std::optional<Rational> duration;  ///< seconds
  std::string label;
  std::vector<std::string> tags;
  std::optional<Rational> rating;
  std::vector<std::pair<std::string, std::string>>
      columns;               ///< every other column, lower case with `_` for spaces
  int line = 0, column = 0;  ///< of its row; the file is the block's
};

enum class MomentOrder { time, rating };

/// `of`, `file` or `list`, and what is done to its moments.
struct MomentBlock {
  Located<std::string> of;                   ///< an input's name; empty: the step's own (`cut: INPUT, at:`)
  std::optional<Located<std::string>> file;  ///< absolute path of a tag file
  std::vector<TaggedMoment> list;            ///< where there is no file
  std::string list_file;                     ///< the document's name, for places in `list`
  Match keep;
  Rational before = 0;  ///< seconds
  Rational after = 0;
  std::optional<Rational>
      merge;  ///< gaps up to this (seconds) are closed; none: only what overlaps is left as it is
  std::optional<Rational> at_most;  ///< budget in seconds
  MomentOrder order = MomentOrder::time;
  Place place;
};

/// `moments:` whole. One block, or several with a common choice.
struct Moments {
  std::vector<MomentBlock> blocks;
  Match keep;  ///< of the whole, after each block's own
  std::optional<Rational> at_most;
  MomentOrder order = MomentOrder::time;
  Place place;
};

/// A sound track of a file.
struct Track {
  int number = 0;        ///< counting from 1; or
  std::string language;  ///< the first one in it (document/languages.h)
};
struct Input {
  std::string name;
  Located<std::string> path;            ///< absolute
  std::optional<Located<Track>> track;  ///< none: the first
  Place place;
};

// ---- steps
// ------------------------------------------------------------------------------------------------------------

/// `cut: moments`, `cut: INPUT` with `at:` or `remove:`.
struct Cut {
  bool of_moments = false;
  Located<std::string> input;  ///< where not of_moments
  std::optional<Moments> at;   ///< one block as a rule
  std::optional<std::vector<TaggedMoment>> remove;
};
/// `effect: SOURCE` with `apply:`.
struct Apply {
  Located<std::string> source;  ///< a step or an input
  std::vector<Effect> effects;
  std::optional<Match> when;  ///< applied to those that match, the others pass
  std::optional<Match> only;  ///< keeps just those that match
};
/// How one clip becomes the next: for so long both are shown. `{crossfade: 1s}`, `{dip: {color: black, for:
/// 1s}}`.
struct Transition {
  std::string xfade = "fade";  ///< ffmpeg's name of the kind; empty: a dip
  std::string color;           ///< of a dip: the first clip fades to it, the second from it
  Rational seconds = 0;        ///< 0: a hard join
  Place place;
};
/// One entry of `concat`: a step or input, or `{each: [steps]}`, interleaved by moment.
struct ConcatItem {
  std::vector<Located<std::string>> each;  ///< one name: the plain form
  bool interleaved = false;
  std::optional<Transition> into;  ///< from the entry before
  Place place;
};
struct Concat {
  std::vector<ConcatItem> items;
  std::optional<Transition> transition;  ///< of all joins that have none of their own
};
struct Step {
  std::string name;
  std::variant<Cut, Apply, Concat> what;
  Place place;
};

// ---- format, policy, outputs
// ------------------------------------------------------------------------------------------

/// `1280x720`, or `720p`: the short side.
struct SizeRule {
  int width = 0, height = 0;  ///< both, or
  int short_side = 0;         ///< this
};

/// What a film says of itself.
struct Metadata {
  bool carries = true;  ///< what is not named here is taken from the source
  /// By ffmpeg's names; none: the film does not say it.
  std::map<std::string, std::optional<std::string>, std::less<>> texts;
};

/// What was written; what is left out is taken from the first source.
struct Format {
  std::optional<Located<std::string>> as;  ///< the named format that the rest was begun with
  std::optional<Located<SizeRule>> size;
  std::optional<Located<Rational>> fps;
  std::optional<Located<FitMode>> fit;
  std::optional<Located<std::string>> video;  ///< a codec (h264) or an encoder's name
  std::optional<Located<Rational>> crf;
  std::optional<Located<std::string>> bitrate;  ///< "4M", as written and checked
  std::optional<Located<std::string>> preset, profile, pixel_format;
  std::optional<Located<std::string>> audio;  ///< a codec or encoder; "none"
  std::optional<Located<std::string>> audio_bitrate;
  std::optional<Located<int>> sample_rate, channels, threads;
  std::optional<Located<Rational>> join_fade;  ///< seconds; 0: none
  std::optional<Metadata> metadata;

  /// `format: source`: as the first source is, and untouched where nothing is done to it.
  [[nodiscard]] bool is_source() const { return as && as->value == "source"; }
};

/// `over` where it says something, else `under`. Where one of them is a named format and `over` names a
/// codec, what `under` says of that codec alone (quality, preset, profile) is forgotten.
Format merged(const Format& under, const Format& over);

/// A command of the document's own, run after a run. Never through a shell.
struct Hook {
  std::vector<std::string> argv;  ///< the program first: absolute, or a bare name found by $PATH
  std::string folder;             ///< absolute: where it runs, the document's
  Place place;
};

struct Policy {
  Rational timeout = 1800;  ///< seconds a job
  Rational stall = 60;      ///< seconds without advance
  bool strict = false;      ///< decoder errors fail a job
  bool skip_bad_clips = false;  ///< a clip that cannot be made is left out of its films, and they are made without it
  int tries = 3;            ///< of a job whose failure is worth another one (running/retry_policy.h)
  Rational backoff = 1;     ///< seconds before the second try; doubled for each further one
  std::optional<std::chrono::system_clock::time_point> not_before;  ///< nothing is rendered earlier
  std::vector<Hook> on_failure;
  std::vector<Hook> on_success;
};

struct OutputSpec {
  Located<std::string> from;  ///< a step or an input
  Located<std::string> file;  ///< as written, document names filled in; relative to --out-dir
  Format format;              ///< of this output alone; merge over the document's
  std::string name;           ///< its key
  Place place;
};

struct Document {
  std::string name;
  std::string file;           ///< as named by the caller ("-" for standard input)
  std::vector<Input> inputs;  ///< in order; the first is what `batch` binds
  std::vector<std::pair<std::string, std::string>> vars;
  std::optional<Moments> moments;
  std::vector<Step> steps;  ///< in an order in which each comes after what it needs
  Format format;
  Policy policy;
  std::vector<OutputSpec> outputs;
  std::vector<core::Error> warnings;  ///< what is legal and probably not meant: steps that no output uses
};

}  // namespace spool::pipelines
