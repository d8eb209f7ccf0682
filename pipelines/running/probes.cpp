#include "pipelines/running/probes.h"

#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "core/file_identity.h"
#include "pipelines/media/media_codec.h"

namespace spool::pipelines {
namespace {

namespace asio = boost::asio;

/// Probes wait more than they compute (a hanging one computes nothing): more of them than there are cores.
constexpr std::size_t probes_at_a_time = 8;

}  // namespace

Probes::Probes(asio::any_io_executor executor, core::Runner& runner, core::Blocking& blocking, core::FileFacts& facts,
               core::RunControl& control, ProbeSettings settings)
    : executor_(executor),
      blocking_(blocking),
      facts_(facts),
      control_(control),
      slots_(executor, probes_at_a_time),
      prober_(runner, slots_, std::move(settings)) {}

Probes::Pending Probes::start(const std::string& path, bool shared) {
  if (const auto found = shared_.find(path); found != shared_.end()) return found->second;
  auto pending = std::make_shared<core::CompletionSource<Verdict>>(executor_);
  if (shared) shared_.emplace(path, pending);
  asio::co_spawn(executor_, find_out(path, pending), asio::detached);
  return pending;
}

asio::awaitable<void> Probes::find_out(std::string path, Pending pending) {
  MediaPtr known = co_await recall(path);
  if (known) {
    pending->set(std::move(known));
    co_return;
  }
  core::AbortSlot abort(control_);
  auto token = asio::bind_cancellation_slot(abort.slot(), asio::as_tuple(asio::use_awaitable));
  auto probing = prober_.probe(std::move(path));
  auto [broken, verdict] = co_await asio::co_spawn(executor_, std::move(probing), token);
  if (broken) verdict = core::Error{"work.cancelled", "probing was ended", "", {}};
  if (verdict) co_await remember(*verdict);
  pending->set(std::move(verdict));
}

asio::awaitable<MediaPtr> Probes::recall(std::string path) {
  const auto look = [this, path = std::move(path)]() -> MediaPtr {
    const auto identity = core::identify(path);
    if (!identity) return nullptr;
    const auto kept = facts_.find(*identity, media_form);
    if (!kept) return nullptr;
    auto media = media_from_json(*kept);
    if (!media) return nullptr;
    media->path = path;  // the same file may have had another name
    media->identity = *identity;
    return std::make_shared<const Media>(std::move(*media));
  };
  MediaPtr known = co_await blocking_.run(look);
  co_return known;
}

asio::awaitable<void> Probes::remember(MediaPtr media) {
  const auto keep = [this, media = std::move(media)] {
    facts_.put(media->identity, media_form, to_json(*media));
    return true;
  };
  const bool kept = co_await blocking_.run(keep);
  (void)kept;
}

asio::awaitable<Probes::Verdict> Probes::look_at(std::string path) {
  auto verdict = co_await prober_.probe(std::move(path));
  co_return verdict;
}

}  // namespace spool::pipelines
