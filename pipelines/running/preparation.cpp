#include "pipelines/running/preparation.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "pipelines/media/file_look.h"
#include "pipelines/moments/import.h"
#include "pipelines/planning/planner.h"
#include "pipelines/running/output_check.h"
#include "pipelines/running/tag_file.h"

namespace spool::pipelines {
namespace {

namespace asio = boost::asio;

/// Probes wait more than they compute (a hanging one computes nothing): more of them than there are cores.
constexpr std::size_t probes_at_a_time = 8;

core::Error placed(core::Error error, const core::Place& place) {
  if (error.place.file.empty()) error.place = place;
  return error;
}

ProbeSettings probe_settings(const RunRequest& request) {
  ProbeSettings settings;
  settings.ffprobe = request.ffprobe;
  return settings;
}

bool has_raw_filters(const Document& document) {
  return std::ranges::any_of(document.steps, [](const Step& step) {
    const auto* apply = std::get_if<Apply>(&step.what);
    return apply != nullptr && std::ranges::any_of(apply->effects, [](const Effect& effect) {
             return std::holds_alternative<RawFilter>(effect.what);
           });
  });
}

core::Result<int> sound_track(const Input& input, const Media& media) {
  if (!input.track) return 0;
  const int count = static_cast<int>(media.audio.size());
  if (input.track->value <= count) return input.track->value - 1;
  return core::Error{"document.no_such_track",
                     "`" + input.name + "` has " + std::to_string(count) + " sound track(s), and track " +
                         std::to_string(input.track->value) + " is asked for",
                     "`spool probe` lists them", input.track->place};
}

}  // namespace

Preparation::Preparation(asio::any_io_executor executor, core::Runner& runner, core::Blocking& blocking,
                         core::RunControl& control, const RunRequest& request)
    : executor_(executor),
      blocking_(blocking),
      runner_(runner),
      control_(control),
      probe_slots_(executor, probes_at_a_time),
      prober_(runner, probe_slots_, probe_settings(request)),
      ffmpeg_path_(request.ffmpeg) {}

asio::awaitable<core::Result<void>> Preparation::start() {
  auto asked = co_await ask_encoders(runner_, ffmpeg_path_);
  if (!asked) co_return asked.error();
  ffmpeg_ = std::move(asked).value();
  co_return core::Result<void>();
}

asio::awaitable<void> Preparation::probe_into(std::string path, Pending pending) {
  core::AbortSlot abort(control_);
  auto token = asio::bind_cancellation_slot(abort.slot(), asio::as_tuple(asio::use_awaitable));
  auto probing = prober_.probe(std::move(path));
  auto [broken, verdict] = co_await asio::co_spawn(executor_, std::move(probing), token);
  if (broken) verdict = core::Error{"work.cancelled", "probing was ended", "", {}};
  pending->set(std::move(verdict));
}

Preparation::Pending Preparation::probe_once(const std::string& path, bool shared) {
  if (const auto found = probed_.find(path); found != probed_.end()) return found->second;
  auto pending = std::make_shared<core::CompletionSource<Verdict>>(executor_);
  if (shared) probed_.emplace(path, pending);
  asio::co_spawn(executor_, probe_into(path, pending), asio::detached);
  return pending;
}

asio::awaitable<core::Result<MediaPtr>> Preparation::look_at(std::string path) {
  auto verdict = co_await prober_.probe(std::move(path));
  co_return verdict;
}

asio::awaitable<core::Checked<Sources>> Preparation::probe_inputs(const Document& document, const std::string& item_path) {
  std::vector<Pending> pending;
  for (const Input& input : document.inputs) {
    pending.push_back(probe_once(input.path.value, input.path.value != item_path));
  }
  Sources sources;
  core::Errors errors;
  for (std::size_t i = 0; i < pending.size(); ++i) {
    const Input& input = document.inputs[i];
    auto waited = co_await pending[i]->wait();
    if (!waited) throw boost::system::system_error(waited.error());
    if (!*waited) {
      errors.push_back(placed(waited->error(), input.path.place));
      continue;
    }
    const MediaPtr media = waited->value();
    if (const auto track = sound_track(input, *media)) {
      sources.add(input.name, media, *track);
    } else {
      errors.push_back(track.error());
    }
  }
  if (!errors.empty()) co_return errors;
  co_return sources;
}

asio::awaitable<core::Checked<TagFiles>> Preparation::read_tags(const Document& document) {
  TagFiles tags;
  core::Errors errors;
  for (const Located<std::string>& file : tag_files_of(document)) {
    const auto import = [path = file.value] { return read_tag_file(path); };
    auto read = co_await blocking_.run(import);
    if (read) {
      tags.emplace(file.value, std::move(read).value());
      continue;
    }
    for (core::Error& error : read.error()) errors.push_back(placed(std::move(error), file.place));
  }
  if (!errors.empty()) co_return errors;
  co_return tags;
}

asio::awaitable<core::Checked<Prepared>> Preparation::prepare(const ParsedDocument& parsed, PrepareRequest request) {
  auto document = read(parsed, request.bindings);
  if (!document) co_return document.error();
  Prepared prepared;
  prepared.document = std::make_shared<const Document>(std::move(document).value());

  if (has_raw_filters(*prepared.document) && ffmpeg_.filters.empty()) {
    auto filters = co_await ask_filters(runner_, ffmpeg_path_);
    if (!filters) co_return core::Errors{filters.error()};
    ffmpeg_.filters = std::move(filters).value();
  }
  auto sources = co_await probe_inputs(*prepared.document, request.item_path);
  auto tags = co_await read_tags(*prepared.document);
  core::Errors errors;
  if (!sources) errors = sources.error();
  if (!tags) std::ranges::copy(tags.error(), std::back_inserter(errors));
  if (!errors.empty()) co_return errors;

  auto choice = choose_moments(*prepared.document, *tags, *sources);
  if (!choice) co_return choice.error();
  auto plan = make_plan(*prepared.document, *sources, *choice, ffmpeg_, request.settings);
  if (!plan) co_return plan.error();
  prepared.plan = std::move(plan).value();
  for (const auto& source : sources->all()) prepared.media.push_back(source->media);
  co_return prepared;
}

}  // namespace spool::pipelines
