#include "pipelines/media/probe.h"

#include "pipelines/media/changing_channels.h"
#include "pipelines/media/describe.h"
#include "pipelines/media/first_look.h"
#include "pipelines/media/picture_index.h"
#include "pipelines/media/stream_facts.h"
#include "pipelines/media/told_light.h"
#include "pipelines/media/verdict.h"

#include <memory>
#include <stdexcept>
#include <utility>

namespace spool::pipelines {

namespace asio = boost::asio;
using core::Error;
using core::Result;

namespace {

ProbeReport refused(std::string file, Error wrong, MediaPtr media = nullptr) {
  ProbeReport report;
  report.file = std::move(file);
  report.wrong = std::move(wrong);
  report.media = std::move(media);
  return report;
}

Error cancelled(const std::string& name) {
  return {"run.cancelled", "stopped while " + name + " was being looked at", "", {}};
}

/// The indices, and what they say about the file. Stamps are anything that a file likes: arithmetic that
/// overflows is its fault.
std::optional<Error> fill_in(const std::string& name, Media& media, const FfprobeOutput& output,
                             const FfprobeOutput& pictures, std::string_view first_bytes) {
  try {
    if (media.has_picture()) fill_pictures(media, output, pictures);
    fill_sound(media, output, first_bytes);
    return judge_times(name, media, output);
  } catch (const std::overflow_error&) {
    return Error{"input.absurd_times",
                 "the time stamps of " + name + " make no sense",
                 "give it new ones: ffmpeg -i IN -c copy OUT.mkv",
                 {}};
  }
}

}  // namespace

Prober::Prober(core::Runner& runner, core::Slots& slots, ProbeSettings settings)
    : runner_(runner), slots_(slots), settings_(std::move(settings)) {}

asio::awaitable<Result<MediaPtr>> Prober::probe(std::string absolute_path) {
  ProbeReport found = co_await report(absolute_path);
  if (found.wrong) co_return std::move(*found.wrong);
  co_return found.media;
}

asio::awaitable<ProbeReport> Prober::report(std::string path) {
  const std::string name = file_name(path);
  Result<FileLook> look = co_await look_at_file_aside(path, settings_.open_limit);
  if (!look) co_return refused(path, look.error());
  std::optional<Error> wrong = refuse_by_first_bytes(name, look->first_bytes);
  if (wrong) co_return refused(path, std::move(*wrong));
  core::Waited<core::Slots::Lease> lease = co_await slots_.acquire();
  if (!lease) co_return refused(path, cancelled(name));
  co_return co_await ask_ffprobe(std::move(path), std::move(*look));
}

asio::awaitable<std::optional<Error>> Prober::ask(core::Command command, FfprobeOutput& output, const std::string& name,
                                                   std::string_view first_bytes) {
  const core::Ending ending = co_await runner_.run(std::move(command), output);
  output.finish();
  co_return judge_ending(name, first_bytes, ending, output.told());
}

asio::awaitable<ProbeReport> Prober::ask_ffprobe(std::string path, FileLook look) {
  const std::string name = file_name(path);
  const HowToRead reading = reading_of(look.first_bytes);
  FfprobeOutput output;
  core::Command command = packets_command(settings_, path, reading, look.identity.size);
  std::optional<Error> wrong = co_await ask(std::move(command), output, name, look.first_bytes);
  if (wrong) co_return refused(path, std::move(*wrong));

  auto media = std::make_shared<Media>(describe_streams(output));
  media->path = path;
  media->identity = look.identity;
  wrong = judge_streams(name, *media, output);
  if (wrong) co_return refused(path, std::move(*wrong), std::move(media));

  if (media->is_still() || may_tell_of_light(*media)) co_await ask_first_picture(reading, *media);
  FfprobeOutput decoded;
  const bool decode = media->has_picture() && !media->is_still() &&
                      needs_decoding(media->video.front(), output.packets_of(media->video.front().index));
  if (decode) {
    core::Command pictures =
        pictures_command(settings_, path, reading, media->video.front().index, look.identity.size);
    wrong = co_await ask(std::move(pictures), decoded, name, look.first_bytes);
    if (wrong) co_return refused(path, std::move(*wrong), std::move(media));
  }
  if (may_change_channels(*media)) {
    FfprobeOutput frames;
    core::Command channels = channels_command(settings_, path, reading, look.identity.size);
    wrong = co_await ask(std::move(channels), frames, name, look.first_bytes);
    if (wrong) co_return refused(path, std::move(*wrong), std::move(media));
    mark_changing_channels(*media, frames);
  }
  wrong = fill_in(name, *media, output, decode ? decoded : output, look.first_bytes);
  ProbeReport report;
  report.file = std::move(path);
  report.wrong = std::move(wrong);
  report.media = std::move(media);
  co_return report;
}

asio::awaitable<void> Prober::ask_first_picture(const HowToRead& reading, Media& media) {
  FfprobeOutput frames;
  core::Command first = first_picture_command(settings_, media.path, reading, media.video.front().index);
  const core::Ending ending = co_await runner_.run(std::move(first), frames);
  frames.finish();
  // No answer is none: the pictures are judged when they are used.
  if (!core::succeeded(ending)) co_return;
  if (media.is_still()) {
    take_turn(frames.side_data_of_first_frame(), media.video.front());
  } else {
    take_light(media, frames);
  }
}

}  // namespace spool::pipelines
