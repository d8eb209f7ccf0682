#include "pipelines/planning/planner.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "pipelines/media/report.h"
#include "pipelines/media/span_words.h"
#include "pipelines/planning/estimate.h"
#include "pipelines/planning/film_builder.h"
#include "pipelines/planning/film_colour.h"
#include "pipelines/planning/format.h"
#include "pipelines/planning/joints.h"
#include "pipelines/planning/metadata.h"
#include "pipelines/planning/sound_layouts.h"
#include "pipelines/planning/steps.h"

namespace spool::pipelines {
namespace {

using Names = std::set<std::string, std::less<>>;

void inputs_of_moments(const Moments& moments, Names& inputs) {
  for (const MomentBlock& block : moments.blocks) inputs.insert(block.of.value);
}

/// The inputs that a step's film can show, by following the names.
void inputs_of(const Document& document, const std::string& name, Names& inputs) {
  const auto step = std::ranges::find(document.steps, name, &Step::name);
  if (step == document.steps.end()) {
    inputs.insert(name);
    return;
  }
  if (const auto* cut = std::get_if<Cut>(&step->what)) {
    if (cut->of_moments && document.moments) inputs_of_moments(*document.moments, inputs);
    if (!cut->of_moments) inputs.insert(cut->input.value);
    if (cut->at) inputs_of_moments(*cut->at, inputs);
  }
  if (const auto* apply = std::get_if<Apply>(&step->what)) inputs_of(document, apply->source.value, inputs);
  if (const auto* concat = std::get_if<Concat>(&step->what)) {
    for (const ConcatItem& item : concat->items) {
      for (const auto& part : item.each) inputs_of(document, part.value, inputs);
    }
  }
}

std::vector<const Source*> in_order_of_declaration(const Sources& sources, const Names& inputs) {
  std::vector<const Source*> used;
  for (const auto& source : sources.all()) {
    if (inputs.contains(source->input_name)) used.push_back(source.get());
  }
  return used;
}

std::string absolute_output(const OutputSpec& spec, const PlanSettings& settings) {
  const std::filesystem::path path =
      settings.output ? std::filesystem::path(*settings.output) : std::filesystem::path(settings.out_dir) / spec.file.value;
  return path.lexically_normal().string();
}

class Planner {
 public:
  Planner(const Document& document, const Sources& sources, const Choice& choice, const Capabilities& ffmpeg,
          const PlanSettings& settings)
      : document_(document), sources_(sources), choice_(choice), ffmpeg_(ffmpeg), settings_(settings),
        builder_(plan_, sources) {}

  void remember_names() { builder_.remember_names(); }
  /// Work is named as it was before some clips were left out: what is finished of it is found again.
  void name_as_in(const JobNames& names) { builder_.name_as_in(names); }
  [[nodiscard]] const JobNames& names() const { return builder_.names(); }

  core::Checked<FilmPlan> make() {
    plan_.pipeline = document_.name;
    plan_.warnings = document_.warnings;
    std::ranges::copy(choice_.notes, std::back_inserter(plan_.warnings));
    if (settings_.output && document_.outputs.size() != 1) {
      return core::Errors{{"usage.one_output", "-o names one file, and this document has " +
                                                   std::to_string(document_.outputs.size()) + " outputs",
                           "use --out-dir", {}}};
    }
    check_filters();
    for (const OutputSpec& output : document_.outputs) plan_output(output);
    for (const auto& [rate, evaluator] : evaluators_) std::ranges::copy(evaluator.errors(), std::back_inserter(errors_));
    if (errors_.empty()) tell_left_out();
    if (!errors_.empty()) return std::move(errors_);
    note_sources();
    estimate(plan_, settings_.slots);
    return std::move(plan_);
  }

 private:
  void plan_output(const OutputSpec& spec) {
    const Format format = merged(document_.format, spec.format);
    Names inputs;
    inputs_of(document_, spec.from.value, inputs);
    const std::vector<const Source*> used = in_order_of_declaration(sources_, inputs);
    const std::string path = absolute_output(spec, settings_);
    if (!claim(path, spec)) return;
    auto film = resolve_format(format, path, spec.file.place, used, ffmpeg_);
    if (!film) {
      std::ranges::copy(film.error(), std::back_inserter(errors_));
      return;
    }
    if (const core::Errors unfit = check_colours(document_, used, film->picture.colour, ffmpeg_); !unfit.empty()) {
      std::ranges::copy(unfit, std::back_inserter(errors_));
      return;
    }
    const Sequence sequence = sequence_at(film->picture.rate, spec.from.value);
    if (sequence.clips.empty()) {  // why it is empty has been told where its clips went
      empty_.push_back(&spec);
      return;
    }
    if (const core::Errors unfit = check_joints(sequence, film->picture.rate); !unfit.empty()) {
      std::ranges::copy(unfit, std::back_inserter(errors_));
      return;
    }
    if (const core::Errors unfit = check_transitions(sequence, film->picture.colour); !unfit.empty()) {
      std::ranges::copy(unfit, std::back_inserter(errors_));
      return;
    }
    film->metadata = metadata_of(format.metadata, sequence, used);
    for (const Source* source : used) {
      const auto layout = source->has_sound() ? layout_note(source->sound(), *film) : std::nullopt;
      if (layout) add_new(layout_notes_[source], {*layout});
    }
    add_film(spec, path, *film, sequence);
  }

  /// A film of which nothing is left is a fault, and so is then what its clips were left out for.
  void tell_left_out() {
    LeftOuts all = choice_.left_out;
    for (const auto& [rate, evaluator] : evaluators_) std::ranges::copy(evaluator.left_out(), std::back_inserter(all));
    core::Errors& told = empty_.empty() ? plan_.warnings : errors_;
    for (const LeftOut& left_out : all) {
      core::Error error = empty_.empty() ? left_out_warning(left_out) : left_out.why;
      if (std::ranges::find(told, error) == told.end()) told.push_back(std::move(error));
    }
    for (const OutputSpec* spec : empty_) {
      errors_.push_back({"clip.none_left", "no clip of `" + spec->from.value + "` can be made: nothing is left for " + spec->file.value, "",
                         spec->place});
    }
  }

  /// What a person should know of each source, and what the film makes of it.
  void note_sources() {
    for (const auto& source : sources_.all()) {
      const Media& media = *source->media;
      SourceNote note{source->input_name, media.path, {}};
      if (std::string rate = rate_decided(media); !rate.empty()) note.decided.push_back(std::move(rate));
      std::ranges::move(notes_about(media, static_cast<std::size_t>(source->track)), std::back_inserter(note.decided));
      const bool heard = std::ranges::any_of(plan_.outputs, [](const PlannedOutput& film) { return film.format.sound.has_value(); });
      if (heard && !source->has_sound() && source->has_moving_picture()) note.decided.emplace_back("no sound: silent");
      for (const PlannedOutput& output : plan_.outputs) {
        const auto colour = colour_note(media, output.format.picture);
        if (colour) add_new(note.decided, {*colour});
      }
      for (const std::string& sentence : layout_notes_[source.get()]) note_layout(source->sound(), sentence, note);
      if (media.kind == ContainerKind::mpeg) note.decided.emplace_back("copied into an mp4 first, to be cut exactly");
      plan_.sources.push_back(std::move(note));
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
    for (const PlannedOutput& film : plan_.outputs) {
      if (film.frames > 0) rates.insert(film.format.picture.rate);
    }
    if (rate.empty() || rates.empty() || (!media.variable_rate && rates == std::set{film_rate_of(media)})) return "";
    std::string films;
    for (const Rational& one : rates) films += (films.empty() ? "" : ", ") + short_decimal(one);
    return rate + " → " + films;
  }

  /// Filters that a raw chain names and this ffmpeg lacks.
  void check_filters() {
    for (const Step& step : document_.steps) {
      const auto* apply = std::get_if<Apply>(&step.what);
      if (apply == nullptr) continue;
      for (const Effect& effect : apply->effects) {
        const auto* raw = std::get_if<RawFilter>(&effect.what);
        if (raw == nullptr) continue;
        if (raw->video) check_chain(*raw->video);
        if (raw->audio) check_chain(*raw->audio);
      }
    }
  }

  void check_chain(const Template& chain) {
    auto unknown = unknown_filter(chain.text, ffmpeg_);
    if (!unknown) return;
    unknown->place = chain.place;
    errors_.push_back(std::move(*unknown));
  }

  bool claim(const std::string& path, const OutputSpec& spec) {
    const auto twin = std::ranges::find(plan_.outputs, path, &PlannedOutput::path);
    if (twin == plan_.outputs.end()) return true;
    errors_.push_back({"output.twice", "two outputs are the same file: " + path,
                       "the other is in line " + std::to_string(twin->place.line) + ": give each a name of its own",
                       spec.file.place});
    return false;
  }

  Sequence sequence_at(Rational rate, const std::string& name) {
    const auto [found, is_new] =
        evaluators_.try_emplace(rate.to_string(), document_, sources_, choice_.moments, settings_.left_out, rate);
    return found->second.take(name);
  }

  void add_film(const OutputSpec& spec, const std::string& path, const FilmFormat& format, const Sequence& sequence) {
    const auto step = std::ranges::find(document_.steps, spec.from.value, &Step::name);
    const bool is_concat = step != document_.steps.end() && sequence.joined;
    const std::vector<std::string> steps = is_concat ? std::vector{step->name} : std::vector<std::string>{};
    const auto film = settings_.optimize ? builder_.build(sequence, format, spec.name, steps)
                                         : builder_.build_literally(sequence, format, spec.name, steps);
    if (!film) {
      errors_.push_back(film.error());
      return;
    }
    PlannedOutput output;
    output.path = path;
    output.job = *film;
    output.format = format;
    output.frames = sequence.frames();
    output.samples = format.sound ? format.sound->sample_at(output.frames, format.picture.rate) : 0;
    output.place = spec.file.place;
    plan_.outputs.push_back(std::move(output));
  }

  const Document& document_;
  const Sources& sources_;
  const Choice& choice_;
  const Capabilities& ffmpeg_;
  const PlanSettings& settings_;
  FilmPlan plan_;
  core::Errors errors_;
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

core::Checked<FilmPlan> make_plan(const Document& document, const Sources& sources, const Choice& choice,
                                  const Capabilities& ffmpeg, const PlanSettings& settings) {
  Planner planner(document, sources, choice, ffmpeg, settings);
  if (settings.left_out.empty()) return planner.make();
  PlanSettings before = settings;
  before.left_out.clear();
  Planner whole(document, sources, choice, ffmpeg, before);
  whole.remember_names();
  const auto made = whole.make();
  if (!made) return made.error();
  planner.name_as_in(whole.names());
  return planner.make();
}

}  // namespace spool::pipelines
