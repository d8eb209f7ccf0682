#include "pipelines/running/tool.h"

#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "core/file_identity.h"

namespace spool::pipelines {
namespace {

namespace asio = boost::asio;

constexpr std::string_view tool_kind = "tool/1";

}  // namespace

Tool::Tool(asio::any_io_executor executor, core::Runner& runner, core::Blocking& blocking, core::FileFacts& facts, bool learns,
           std::string path)
    : executor_(executor),
      runner_(runner),
      blocking_(blocking),
      facts_(facts),
      learns_(learns),
      path_(std::move(path)),
      fingerprint_(executor) {}

asio::awaitable<core::Result<void>> Tool::start() {
  auto recalled = co_await recall();
  if (recalled) {
    known_ = std::move(*recalled);
    fingerprint_.set(known_.fingerprint.digest);
    co_return core::Result<void>();
  }
  auto asked = co_await ask_encoders(runner_, path_);
  if (!asked) co_return asked.error();
  known_.capabilities = std::move(asked).value();
  auto filters = co_await ask_filters(runner_, path_);
  if (!filters) co_return filters.error();
  known_.capabilities.filters = std::move(filters).value();
  if (!learns_) {
    fingerprint_.set(std::string());
  } else {
    asio::co_spawn(executor_, find_out_who_it_is(), asio::detached);
  }
  co_return core::Result<void>();
}

asio::awaitable<std::optional<KnownTool>> Tool::recall() {
  const auto look = [this]() -> std::optional<KnownTool> {
    const auto identity = core::identify(path_);
    if (!identity) return std::nullopt;
    const auto kept = facts_.find(*identity, tool_kind);
    if (!kept) return std::nullopt;
    auto tool = known_tool_from_json(*kept);
    if (!tool || !tool->fingerprint.still_holds()) return std::nullopt;
    return std::move(*tool);
  };
  auto known = co_await blocking_.run(look);
  co_return known;
}

asio::awaitable<void> Tool::find_out_who_it_is() {
  auto taken = co_await take_fingerprint(runner_, blocking_, path_);
  if (taken) {
    known_.fingerprint = std::move(taken).value();
    co_await remember();
  }
  fingerprint_.set(known_.fingerprint.digest);
}

asio::awaitable<void> Tool::remember() {
  const auto keep = [this, text = to_json(known_)] {
    const auto identity = core::identify(path_);
    if (identity) facts_.put(*identity, tool_kind, text);
    return true;
  };
  const bool kept = co_await blocking_.run(keep);
  (void)kept;
}

asio::awaitable<std::string> Tool::fingerprint() {
  auto known = co_await fingerprint_.wait();
  co_return known ? std::move(*known) : std::string();
}

std::optional<std::string> Tool::known_fingerprint() const {
  if (known_.fingerprint.digest.empty()) return std::nullopt;
  return known_.fingerprint.digest;
}

std::optional<std::string> Tool::key() const { return known_.fingerprint.whole ? known_fingerprint() : std::nullopt; }

}  // namespace spool::pipelines
