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

}  // namespace

Preparation::Preparation(asio::any_io_executor executor, core::Runner& runner, core::Blocking& blocking, core::FileFacts& facts,
                         bool learns, core::RunControl& control, const RunRequest& request)
    : runner_(runner),
      blocking_(blocking),
      tries_encoders_(learns),
      tool_(executor, runner, blocking, facts, learns, request.ffmpeg),
      probes_(executor, runner, blocking, facts, control, probe_settings(request)) {}

asio::awaitable<core::Checked<Sources>> Preparation::probe_inputs(const Document& document, const PrepareRequest& request) {
  std::vector<Probes::Pending> pending;
  for (const Input& input : document.inputs) {
    const std::string& path = input.path.value;
    pending.push_back(decided_on(request, path) ? nullptr : probes_.start(path, path != request.item_path));
  }
  Sources sources;
  core::Errors errors;
  for (std::size_t i = 0; i < pending.size(); ++i) {
    const Input& input = document.inputs[i];
    Probes::Verdict verdict = MediaPtr();
    if (pending[i]) {
      auto waited = co_await pending[i]->wait();
      if (!waited) throw boost::system::system_error(waited.error());
      verdict = std::move(waited).value();
    } else {
      verdict = *decided_on(request, input.path.value);
    }
    if (!verdict) {
      core::Error why = placed(verdict.error(), input.path.place);
      const bool is_done_without = document.policy.skip_bad_clips && why.code != "work.cancelled" && !is_overlaid(document, input.name);
      if (is_done_without) {
        sources.add_bad(input.name, why);
      } else {
        errors.push_back(std::move(why));
      }
      continue;
    }
    if (const auto track = sound_track(input, **verdict)) {
      sources.add(input.name, *verdict, *track);
    } else {
      errors.push_back(track.error());
    }
  }
  if (!errors.empty()) co_return errors;
  co_return sources;
}

asio::awaitable<core::Checked<TagFiles>> Preparation::read_tags(const Document& document, const PrepareRequest& request,
                                                                Decisions& decisions) {
  TagFiles tags;
  core::Errors errors;
  for (const Located<std::string>& file : tag_files_of(document)) {
    const bool is_decided = request.decided && request.decided->tags.contains(file.value);
    core::Result<std::string> bytes(boost::system::in_place_value, std::string());
    if (is_decided) {
      bytes = core::Result<std::string>(boost::system::in_place_value, request.decided->tags.find(file.value)->second);
    } else {
      const auto read_bytes = [path = file.value] { return tag_file_bytes(path); };
      bytes = co_await blocking_.run(read_bytes);
    }
    if (!bytes) {
      errors.push_back(placed(bytes.error(), file.place));
      continue;
    }
    const auto import = [&] { return import_tags(*bytes, file.value); };
    auto imported = co_await blocking_.run(import);
    if (imported) {
      tags.emplace(file.value, std::move(imported).value());
      decisions.tags.emplace(file.value, *bytes);
      continue;
    }
    for (core::Error& error : imported.error()) errors.push_back(placed(std::move(error), file.place));
  }
  if (!errors.empty()) co_return errors;
  co_return tags;
}

asio::awaitable<core::Errors> Preparation::try_encoders(const Document& document, const FilmPlan& plan) {
  core::Errors errors;
  for (std::size_t i = 0; i < plan.outputs.size() && tries_encoders_; ++i) {
    const PictureFormat& picture = plan.outputs[i].format.picture;
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
    const auto named = merged(document.format, document.outputs[i].format).video;
    error.place = named ? named->place : plan.outputs[i].place;
    if (std::ranges::find(errors, error) == errors.end()) errors.push_back(std::move(error));
  }
  co_return errors;
}

asio::awaitable<core::Checked<Prepared>> Preparation::prepare(const ParsedDocument& parsed, PrepareRequest request) {
  auto document = read(parsed, request.bindings);
  if (!document) co_return document.error();
  Prepared prepared;
  prepared.document = std::make_shared<const Document>(std::move(document).value());
  auto sources = co_await probe_inputs(*prepared.document, request);
  auto tags = co_await read_tags(*prepared.document, request, prepared.decisions);
  core::Errors errors;
  if (!sources) errors = sources.error();
  if (!tags) std::ranges::copy(tags.error(), std::back_inserter(errors));
  if (!errors.empty()) co_return errors;

  auto choice = choose_moments(*prepared.document, *tags, *sources);
  if (!choice) co_return choice.error();
  if (request.decided) prepared.decisions.left_out = request.decided->left_out;
  request.settings.left_out = prepared.decisions.left_out;
  auto plan = make_plan(*prepared.document, *sources, *choice, ffmpeg(), request.settings);
  if (!plan) co_return plan.error();
  prepared.plan = std::move(plan).value();
  errors = co_await try_encoders(*prepared.document, prepared.plan);
  if (!errors.empty()) co_return errors;
  prepared.plan.ffmpeg_major = ffmpeg().version.major;
  for (const auto& source : sources->all()) {
    prepared.media.push_back(source->media);
    prepared.decisions.media.emplace(source->media->path, source->media);
  }
  for (const Input& input : prepared.document->inputs) {
    if (const core::Error* why = sources->why_bad(input.name)) prepared.decisions.bad.emplace(input.path.value, *why);
  }
  co_return prepared;
}

}  // namespace spool::pipelines
