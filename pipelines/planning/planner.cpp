#include "pipelines/planning/planner.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "pipelines/media/report.h"
#include "pipelines/media/span_words.h"
#include "pipelines/planning/effect_rules.h"
#include "pipelines/planning/estimate.h"
#include "pipelines/planning/film_builder.h"
#include "pipelines/planning/film_colour.h"
#include "pipelines/planning/format.h"
#include "pipelines/planning/joints.h"
#include "pipelines/planning/metadata.h"
#include "pipelines/planning/reached.h"
#include "pipelines/planning/sound_layouts.h"
#include "pipelines/planning/steps.h"

namespace spool::pipelines {
namespace {

std::string absolute_output(const OutputSpec& spec, const PlanSettings& settings) {
  const std::filesystem::path path =
      settings.output ? std::filesystem::path(*settings.output) : std::filesystem::path(settings.out_dir) / spec.file.value;
  return path.lexically_normal().string();
}

core::Place place_of_file(const OutputSpec& spec, const PlanSettings& settings) { return settings.output ? core::Place() : spec.file.place; }

class Planner {
 public:
  Planner(const Document& document, const Sources& sources, const Choice& choice, const Capabilities& ffmpeg,
          const PlanSettings& settings)
      : document_(document), sources_(sources), choice_(choice), ffmpeg_(ffmpeg), settings_(settings),
        builder_(made_.plan, sources) {}

  void remember_names() { builder_.remember_names(); }
  /// Work is named as it was before some clips were left out: what is finished of it is found again.
  void name_as_in(const JobNames& names) { builder_.name_as_in(names); }
  [[nodiscard]] const JobNames& names() const { return builder_.names(); }

  MadePlan make() {
    plan().pipeline = document_.name;
    plan().warnings = document_.warnings;
    std::ranges::copy(choice_.passed_over, std::back_inserter(plan().warnings));
    if (!check_count()) return std::move(made_);
    Reached all;
    for (const OutputSpec& output : document_.outputs) add_reached(document_, output.from.value, all);
    add(check_effects(document_, all, sources_, ffmpeg_, builder_.titles()));
    for (const OutputSpec& output : document_.outputs) plan_output(output);
    for (const auto& [rate, evaluator] : evaluators_) add(evaluator.errors());
    tell_left_out();
    note_sources(all);
    estimate(plan(), settings_.slots);
    return std::move(made_);
  }

  /// Where the steps cannot be followed: nothing is known of what the films are made of.
  MadePlan judge_parts(bool formats_known) {
    if (!check_count()) return std::move(made_);
    Reached all;
    for (const Step& step : document_.steps) add_reached(document_, step.name, all);
    add(check_effects(document_, all, sources_, ffmpeg_, builder_.titles()));
    const UsedSources nothing{{}, false, false};
    for (const OutputSpec& output : document_.outputs) {
      const std::string path = absolute_output(output, settings_);
      const Format format = merged(document_.format, output.format);
      if (formats_known) {
        static_cast<void>(format_of(output, format, path, nothing));
      } else {
        add(check_encoders(format, ffmpeg_));
      }
      made_.unplanned.push_back({path, place_of_file(output, settings_)});
    }
    return std::move(made_);
  }

 private:
  FilmPlan& plan() { return made_.plan; }
  [[nodiscard]] const FilmPlan& plan() const { return made_.plan; }
  void add(const core::Errors& errors) { std::ranges::copy(errors, std::back_inserter(made_.errors)); }

  bool check_count() {
    if (!settings_.output || document_.outputs.size() == 1) return true;
    made_.errors.push_back({"usage.one_output", "-o names one file, and this document has " + std::to_string(document_.outputs.size()) + " outputs",
                            "use --out-dir", {}});
    return false;
  }

  /// The output's format; what is wrong with it is told.
  ResolvedFormat format_of(const OutputSpec& spec, const Format& format, const std::string& path, const UsedSources& used) {
    ResolvedFormat film = resolve_format(format, path, place_of_file(spec, settings_), used, ffmpeg_);
    for (core::Error& error : film.errors) made_.errors.push_back(error.place.file.empty() ? about_output(std::move(error), {}) : error);
    const PictureFormat& picture = film.format.picture;
    if (film.errors.empty() && picture.width > 0) made_.encoders.push_back({picture, format.video ? format.video->place : spec.file.place});
    return film;
  }

  void plan_output(const OutputSpec& spec) {
    Reached reached;
    add_reached(document_, spec.from.value, reached);
    const UsedSources used = sources_of(document_, reached, sources_);
    const std::string path = absolute_output(spec, settings_);
    if (!claim(path, spec)) return;
    const Format format = merged(document_.format, spec.format);
    ResolvedFormat film = format_of(spec, format, path, used);
    bool fits = film.errors.empty();
    if (film.colours_settled) fits = is_fine(check_colours(document_, used.known, film.format.picture.colour, ffmpeg_)) && fits;
    const Rational rate = resolve_rate(format, used.known);
    const Sequence sequence = sequence_at(rate, spec.from.value);
    if (!sequence.incomplete) fits = is_fine(check_joints(sequence, rate)) && fits;
    if (film.colours_settled) fits = is_fine(check_transitions(sequence, film.format.picture.colour)) && fits;
    if (!sequence.incomplete && sequence.clips.empty()) empty_.push_back(&spec);
    const bool can_be_made = fits && used.all_known && !sequence.incomplete && !sequence.clips.empty();
    if (can_be_made) film.format.metadata = metadata_of(format.metadata, sequence, used.known);
    if (can_be_made) note_layouts(film.format, used.known);
    if (!can_be_made || !add_film(spec, path, film.format, sequence)) made_.unplanned.push_back({path, place_of_file(spec, settings_)});
  }

  void note_layouts(const FilmFormat& film, const std::vector<const Source*>& used) {
    for (const Source* source : used) {
      const auto layout = source->has_sound() ? layout_note(source->sound(), film) : std::nullopt;
      if (layout) add_new(layout_notes_[source], {*layout});
    }
  }

  bool is_fine(const core::Errors& errors) {
    add(errors);
    return errors.empty();
  }

  /// A film of which nothing is left is a fault, and so is then what its clips were left out for.
  void tell_left_out() {
    LeftOuts all = choice_.left_out;
    for (const auto& [rate, evaluator] : evaluators_) std::ranges::copy(evaluator.left_out(), std::back_inserter(all));
    core::Errors& told = empty_.empty() ? plan().warnings : made_.errors;
    for (const LeftOut& left_out : all) {
      core::Error error = empty_.empty() ? left_out_warning(left_out) : left_out.why;
      if (std::ranges::find(told, error) == told.end()) told.push_back(std::move(error));
    }
    for (const OutputSpec* spec : empty_) {
      made_.errors.push_back({"clip.none_left", "no clip of `" + spec->from.value + "` can be made: nothing is left for " + spec->file.value, "",
                         spec->place});
    }
  }

  /// What a person should know of each source, and what the film makes of it. Of one that no film uses there is nothing to know.
  void note_sources(const Reached& reached) {
    for (const auto& source : sources_.all()) {
      const Media& media = *source->media;
      SourceNote note{source->input_name, media.path, {}};
      if (!reached.shown.contains(source->input_name) && !reached.laid_over.contains(source->input_name)) {
        plan().sources.push_back(std::move(note));
        continue;
      }
      if (std::string rate = rate_decided(media); !rate.empty()) note.decided.push_back(std::move(rate));
      std::ranges::move(notes_about(media, static_cast<std::size_t>(source->track)), std::back_inserter(note.decided));
      const bool heard = std::ranges::any_of(plan().outputs, [](const PlannedOutput& film) { return film.format.sound.has_value(); });
      if (heard && !source->has_sound() && source->has_moving_picture()) note.decided.emplace_back("no sound: silent");
      for (const PlannedOutput& output : plan().outputs) {
        const auto colour = colour_note(media, output.format.picture);
        if (colour) add_new(note.decided, {*colour});
      }
      for (const std::string& sentence : layout_notes_[source.get()]) note_layout(source->sound(), sentence, note);
      if (media.kind == ContainerKind::mpeg) note.decided.emplace_back("copied into an mp4 first, to be cut exactly");
      plan().sources.push_back(std::move(note));
    }
  }

  /// What becomes of a source's channels is said in the place of what they are.
  static void note_layout(const AudioStream& sound, const std::string& sentence, SourceNote& note) {
    const auto plain = std::ranges::find(note.decided, channels_in_words(sound) + " sound");
    if (plain == note.decided.end()) {
      add_new(note.decided, {sentence});
    } else {
      *plain = sentence;
    }
  }

  /// "24-31 fps, variable → 30": the films' rates, where they are not the source's.
  [[nodiscard]] std::string rate_decided(const Media& media) const {
    const std::string rate = rate_in_words(media);
    std::set<Rational> rates;
    for (const PlannedOutput& film : plan().outputs) {
      if (film.frames > 0) rates.insert(film.format.picture.rate);
    }
    if (rate.empty() || rates.empty() || (!media.variable_rate && rates == std::set{film_rate_of(media)})) return "";
    std::string films;
    for (const Rational& one : rates) films += (films.empty() ? "" : ", ") + short_decimal(one);
    return rate + " → " + films;
  }

  bool claim(const std::string& path, const OutputSpec& spec) {
    const auto [twin, is_new] = claimed_.try_emplace(path, &spec);
    if (is_new) return true;
    made_.errors.push_back({"output.twice", "two outputs are the same file: " + path,
                       "the other is in line " + std::to_string(twin->second->file.place.line) + ": give each a name of its own",
                       spec.file.place});
    return false;
  }

  Sequence sequence_at(Rational rate, const std::string& name) {
    const auto [found, is_new] =
        evaluators_.try_emplace(rate.to_string(), document_, sources_, choice_.moments, settings_.left_out, rate);
    return found->second.take(name);
  }

  bool add_film(const OutputSpec& spec, const std::string& path, const FilmFormat& format, const Sequence& sequence) {
    const auto step = std::ranges::find(document_.steps, spec.from.value, &Step::name);
    const bool is_concat = step != document_.steps.end() && sequence.joined;
    const std::vector<std::string> steps = is_concat ? std::vector{step->name} : std::vector<std::string>{};
    const auto film = settings_.optimize ? builder_.build(sequence, format, spec.name, steps)
                                         : builder_.build_literally(sequence, format, spec.name, steps);
    if (!film) {
      made_.errors.push_back(film.error());
      return false;
    }
    PlannedOutput output;
    output.path = path;
    output.job = *film;
    output.format = format;
    output.frames = sequence.frames();
    output.samples = format.sound ? format.sound->sample_at(output.frames, format.picture.rate) : 0;
    output.place = place_of_file(spec, settings_);
    plan().outputs.push_back(std::move(output));
    return true;
  }

  const Document& document_;
  const Sources& sources_;
  const Choice& choice_;
  const Capabilities& ffmpeg_;
  const PlanSettings& settings_;
  MadePlan made_;
  std::map<std::string, const OutputSpec*> claimed_;   ///< by path
  std::map<const Source*, std::vector<std::string>> layout_notes_;   ///< of the films that each is heard in
  std::vector<const OutputSpec*> empty_;   ///< outputs of which nothing is left
  std::map<std::string, StepEvaluator> evaluators_;
  FilmBuilder builder_;
};

}  // namespace

std::string_view to_string(JobKind kind) {
  switch (kind) {
    case JobKind::clip: return "clip";
    case JobKind::audio: return "audio";
    case JobKind::join: return "join";
    case JobKind::copy: return "copy";
    case JobKind::remux: return "remux";
    case JobKind::transition: return "transition";
    case JobKind::cut: return "cut";
    case JobKind::effect: return "effect";
    case JobKind::concat: break;
  }
  return "concat";
}

std::vector<std::string> output_paths(const Document& document, const PlanSettings& settings) {
  std::vector<std::string> paths;
  for (const OutputSpec& output : document.outputs) paths.push_back(absolute_output(output, settings));
  return paths;
}

core::Error about_output(core::Error error, const core::Place& place) {
  error.place = place;
  if (place.file.empty()) error.message = "-o: " + error.message;
  return error;
}

MadePlan make_plan(const Document& document, const Sources& sources, const Choice& choice, const Capabilities& ffmpeg,
                   const PlanSettings& settings) {
  Planner planner(document, sources, choice, ffmpeg, settings);
  if (settings.left_out.empty()) return planner.make();
  PlanSettings before = settings;
  before.left_out.clear();
  Planner whole(document, sources, choice, ffmpeg, before);
  whole.remember_names();
  MadePlan made = whole.make();
  if (!made.errors.empty()) return made;
  planner.name_as_in(whole.names());
  return planner.make();
}

MadePlan judge_parts(const Document& document, bool formats_known, const Sources& sources, const Capabilities& ffmpeg,
                     const PlanSettings& settings) {
  const Choice none;
  Planner planner(document, sources, none, ffmpeg, settings);
  return planner.judge_parts(formats_known);
}

}  // namespace spool::pipelines
