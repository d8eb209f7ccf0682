#include "pipelines/running/replay.h"

#include <utility>

#include "core/cache/digest.h"
#include "core/file_identity.h"
#include "pipelines/running/live_run.h"
#include "pipelines/running/tag_file.h"

namespace spool::pipelines {
namespace {

namespace asio = boost::asio;

/// Blocks; reads the file only where that can show it to be the same.
bool is_same(const Media& before, core::FileFacts& facts) {
  const auto now = core::identify(before.path);
  if (!now) return false;
  if (*now == before.identity) return true;
  const auto known = facts.find(before.identity, core::FileFacts::digest);
  if (!known || now->size != before.identity.size) return false;
  const auto digest = core::digest_of_file(before.path, *now);
  return digest && *digest == *known;
}

/// Who the file is by now, everything else as before. Blocks.
MediaPtr with_present_identity(const Media& before) {
  Media media = before;
  if (const auto now = core::identify(before.path)) media.identity = *now;
  return std::make_shared<const Media>(std::move(media));
}

Replay compare(const Decisions& before, core::FileFacts& facts) {
  Replay replay;
  Decisions holds;
  holds.ffmpeg = before.ffmpeg;
  holds.bad = before.bad;
  holds.left_out = before.left_out;
  for (const auto& [path, media] : before.media) {
    if (is_same(*media, facts)) {
      holds.media.emplace(path, with_present_identity(*media));
    } else {
      replay.changed.insert(path);
      replay.sentences.push_back(path + " has changed, or is gone");
    }
  }
  for (const auto& [path, bytes] : before.tags) {
    const auto now = tag_file_bytes(path);
    if (now && *now == bytes) {
      holds.tags.emplace(path, bytes);
    } else {
      replay.sentences.push_back("the tag file " + path + " has changed, or is gone");
    }
  }
  replay.decided = std::make_shared<const Decisions>(std::move(holds));
  return replay;
}

}  // namespace

asio::awaitable<core::Result<Replay>> replay_of(const RunContext& context, const std::string& item) {
  const auto& films = context.live.history().films();
  const auto film = films.find(item);
  if (film == films.end() || !film->second.planned) co_return Replay();
  const auto before = decisions_from_json(film->second.planned->decisions);
  if (!before) co_return before.error();
  const auto look = [&] { return compare(*before, context.state.facts()); };
  Replay replay = co_await context.blocking.run(look);
  const std::string ffmpeg = co_await context.preparation.tool().fingerprint();
  if (!before->ffmpeg.empty() && ffmpeg != before->ffmpeg) {
    replay.sentences.emplace_back("this is another ffmpeg, or its libraries have changed");
    for (const auto& [path, media] : before->media) replay.changed.insert(path);
  }
  co_return replay;
}

core::Result<void> refuse_changes(const std::vector<std::string>& sentences) {
  if (sentences.empty()) return {};
  std::string message = "the run cannot go on as it began: ";
  for (std::size_t i = 0; i < sentences.size(); ++i) message += (i == 0 ? "" : "; ") + sentences[i];
  return core::Error{"run.changed", std::move(message), "go on with what there is by `spool resume --anyway`, or run the pipeline anew", {}};
}

}  // namespace spool::pipelines
