#include "pipelines/running/preparation.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "pipelines/ffmpeg/hardware.h"
#include "pipelines/moments/import.h"
#include "pipelines/planning/planner.h"
#include "pipelines/planning/sound_track.h"
#include "pipelines/running/tag_file.h"

namespace spool::pipelines {
namespace {

namespace asio = boost::asio;

core::Error placed(core::Error error, const core::Place& place) {
  if (error.place.file.empty()) error.place = place;
  return error;
}

ProbeSettings probe_settings(const RunRequest& request) {
  ProbeSettings settings;
  settings.ffprobe = request.ffprobe;
  return settings;
}

/// What an earlier session found of the file; none: it has to be looked at.
std::optional<Probes::Verdict> decided_on(const PrepareRequest& request, const std::string& path) {
  if (!request.decided) return std::nullopt;
  if (const auto media = request.decided->media.find(path); media != request.decided->media.end()) return media->second;
  if (const auto bad = request.decided->bad.find(path); bad != request.decided->bad.end()) return bad->second;
  return std::nullopt;
}

/// It is drawn on clips: without it they are not what the document says.
bool is_overlaid(const Document& document, const std::string& input) {
  return std::ranges::any_of(document.steps, [&](const Step& step) {
    const auto* apply = std::get_if<Apply>(&step.what);
    return apply != nullptr && std::ranges::any_of(apply->effects, [&](const Effect& effect) {
             const auto* overlay = std::get_if<Overlay>(&effect.what);
             return overlay != nullptr && overlay->image.value == input;
           });
  });
}

/// Takes the input for a source, or tells why it cannot be one.
void add_judged(const Input& input, const Probes::Verdict& verdict, Sources& sources, Prepared& prepared) {
  if (!verdict) {
    const Document& document = *prepared.document;
    core::Error why = placed(verdict.error(), input.path.place);
    if (document.policy.skip_bad_clips && why.code != "work.cancelled" && !is_overlaid(document, input.name)) {
      return sources.add_bad(input.name, std::move(why));
    }
    prepared.errors.push_back(std::move(why));
    prepared.refused.push_back(input.path.value);
    return;
  }
  const auto track = sound_track(input, **verdict);
  if (!track) prepared.errors.push_back(track.error());
  sources.add(input.name, *verdict, track ? *track : 0);  // but for what is heard of it, all that is to be said does not depend on the track
}

void add(const core::Errors& errors, core::Errors& all) { std::ranges::copy(errors, std::back_inserter(all)); }

/// What the plan was made from, for whoever takes it up.
void decide_on(const Sources& sources, Prepared& prepared) {
  for (const auto& source : sources.all()) {
    prepared.media.push_back(source->media);
    prepared.decisions.media.emplace(source->media->path, source->media);
  }
  for (const Input& input : prepared.document->inputs) {
    if (const core::Error* why = sources.why_bad(input.name)) prepared.decisions.bad.emplace(input.path.value, *why);
  }
}

}  // namespace

Preparation::Preparation(asio::any_io_executor executor, core::Runner& runner, core::Blocking& blocking, core::FileFacts& facts,
                         bool learns, core::RunControl& control, const RunRequest& request)
    : runner_(runner),
      blocking_(blocking),
      tries_encoders_(learns),
      tool_(executor, runner, blocking, facts, learns, request.ffmpeg),
      probes_(executor, runner, blocking, facts, control, probe_settings(request)) {}

asio::awaitable<Sources> Preparation::probe_inputs(const PrepareRequest& request, Prepared& prepared) {
  const Document& document = *prepared.document;
  std::vector<Probes::Pending> pending;
  for (const Input& input : document.inputs) {
    const std::string& path = input.path.value;
    const bool is_looked_at = !path.empty() && !decided_on(request, path);
    pending.push_back(is_looked_at ? probes_.start(path, path != request.item_path) : nullptr);
  }
  Sources sources;
  for (std::size_t i = 0; i < pending.size(); ++i) {
    const Input& input = document.inputs[i];
    if (input.path.value.empty()) continue;  // told by the document's reader
    Probes::Verdict verdict = MediaPtr();
    if (pending[i]) {
      auto waited = co_await pending[i]->wait();
      if (!waited) throw boost::system::system_error(waited.error());
      verdict = std::move(waited).value();
    } else {
      verdict = *decided_on(request, input.path.value);
    }
    add_judged(input, verdict, sources, prepared);
  }
  co_return sources;
}

asio::awaitable<TagFiles> Preparation::read_tags(const PrepareRequest& request, Prepared& prepared) {
  TagFiles tags;
  for (const Located<std::string>& file : tag_files_of(*prepared.document)) {
    const bool is_decided = request.decided && request.decided->tags.contains(file.value);
    core::Result<std::string> bytes(boost::system::in_place_value, std::string());
    if (is_decided) {
      bytes = core::Result<std::string>(boost::system::in_place_value, request.decided->tags.find(file.value)->second);
    } else {
      const auto read_bytes = [path = file.value] { return tag_file_bytes(path); };
      bytes = co_await blocking_.run(read_bytes);
    }
    if (!bytes) {
      prepared.errors.push_back(placed(bytes.error(), file.place));
      continue;
    }
    const auto import = [&] { return import_readable(*bytes, file.value); };
    ImportedTags imported = co_await blocking_.run(import);
    add(imported.errors, prepared.errors);
    tags.emplace(file.value, std::move(imported));
    prepared.decisions.tags.emplace(file.value, *bytes);
  }
  co_return tags;
}

asio::awaitable<void> Preparation::try_encoders(const std::vector<NeededEncoder>& encoders, core::Errors& errors) {
  for (std::size_t i = 0; i < encoders.size() && tries_encoders_; ++i) {
    const PictureFormat& picture = encoders[i].picture;
    if (!runs_on_a_chip(picture.encoder)) continue;
    Tools tools;
    tools.ffmpeg = tool_.path();
    tools.major = ffmpeg().version.major;
    const std::string how = chained(trial_argv(picture, tools));
    if (!tried_.contains(how)) {
      const auto tried = co_await try_encoder(runner_, picture, tools);
      tried_.emplace(how, tried);
    }
    const core::Result<void>& works = tried_.at(how);
    if (works) continue;
    core::Error error = works.error();
    error.place = encoders[i].place;
    errors.push_back(std::move(error));
  }
}

asio::awaitable<Prepared> Preparation::prepare(const ParsedDocument& parsed, PrepareRequest request) {
  PartlyRead read = read_partly(parsed, request.bindings);
  Prepared prepared;
  prepared.errors = read.faults;
  prepared.document = std::make_shared<const Document>(std::move(read.document));
  const Sources sources = co_await probe_inputs(request, prepared);
  const TagFiles tags = co_await read_tags(request, prepared);
  const Choice choice = choose_moments(*prepared.document, tags, sources);
  if (request.decided) prepared.decisions.left_out = request.decided->left_out;
  request.settings.left_out = prepared.decisions.left_out;
  const bool is_understood = read.faults.empty();
  MadePlan made = is_understood ? make_plan(*prepared.document, sources, choice, ffmpeg(), request.settings)
                                : judge_parts(*prepared.document, read.formats_known, sources, ffmpeg(), request.settings);
  add(is_understood ? choice.errors : independent_of_the_rest(choice.errors), prepared.errors);
  add(made.errors, prepared.errors);
  co_await try_encoders(made.encoders, prepared.errors);
  prepared.plan = std::move(made.plan);
  prepared.plan.ffmpeg_major = ffmpeg().version.major;
  prepared.unplanned = std::move(made.unplanned);
  decide_on(sources, prepared);
  co_return prepared;
}

}  // namespace spool::pipelines
