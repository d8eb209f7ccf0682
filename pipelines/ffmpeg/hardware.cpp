#include "pipelines/ffmpeg/hardware.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <variant>

#include "pipelines/ffmpeg/argv_parts.h"
#include "pipelines/ffmpeg/progress.h"

namespace spool::pipelines {
namespace {

constexpr std::string_view render_device = "/dev/dri/renderD128";

struct Chip {
  std::string_view ending;
  std::string_view remedy;
};
constexpr std::array chips = {
    Chip{"_nvenc", "it needs a card of NVIDIA's and its driver with the library libnvidia-encode"},
    Chip{"_vaapi", "it needs a card at /dev/dri/renderD128 that you may open (group `render`), and its VA-API driver: `vainfo` lists what that can do"},
    Chip{"_qsv", "it needs a processor or card of Intel's and its media driver (on Debian: intel-media-va-driver)"},
};

bool is_on(const PictureFormat& format, std::string_view ending) { return format.encoder.ends_with(ending); }

/// The same colours in the order in which cards keep them.
std::string card_pixels(const PictureFormat& format) {
  return format.pixel_format.find("10") == std::string::npos ? "nv12" : "p010le";
}

std::string remedy_for(const std::string& encoder) {
  const auto* const chip = std::ranges::find_if(chips, [&](const Chip& one) { return encoder.ends_with(one.ending); });
  const std::string needs = chip == chips.end() ? "" : std::string(chip->remedy) + "; ";
  return needs + "without it write `video: " + picture_codec(encoder) + "`, which needs no card";
}

class TrialOutput final : public core::Output {
 public:
  bool on_stdout(std::string_view) override { return true; }
  void on_stderr(std::string_view chunk) override { watch_.on_stderr(chunk); }
  /// ffmpeg's first error, without who said it; empty: it named none.
  std::string why() {
    watch_.finish();
    std::string line = watch_.tail().text();
    line = line.substr(0, line.find('\n'));
    for (const std::string_view mark : {"[error] ", "[fatal] "}) {
      if (const std::size_t at = line.find(mark); at != std::string::npos) return line.substr(at + mark.size());
    }
    return line;
  }

 private:
  ClipWatch watch_;
};

}  // namespace

Words device_words(const PictureFormat& format) {
  if (!is_on(format, "_vaapi")) return {};
  return {"-vaapi_device", std::string(render_device)};
}

std::string for_encoder(const PictureFormat& format) {
  if (is_on(format, "_vaapi")) return ",format=" + card_pixels(format) + ",hwupload";
  if (is_on(format, "_qsv")) return ",format=" + card_pixels(format);
  return "";
}

Words hardware_words(const PictureFormat& format) {
  if (!runs_on_a_chip(format.encoder)) return {};
  Words words;
  // Left to themselves, most of them make 2 Mbit/s of whatever it is.
  if (format.bitrate.empty()) {
    if (is_on(format, "_nvenc")) append(words, {"-rc", "vbr", "-cq", "23", "-b:v", "0"});
    if (is_on(format, "_vaapi")) append(words, {"-rc_mode", "CQP", "-global_quality", "23"});
    if (is_on(format, "_qsv")) append(words, {"-global_quality", "23"});
  }
  append(words, {"-bf", "0"});  // not every card has them, and how deep they refer to each other differs
  return words;
}

Words trial_argv(const PictureFormat& format, const Tools& tools) {
  Words words = ffmpeg_words(tools, Talk::warnings);
  append(words, device_words(format));
  append(words, {"-f", "lavfi", "-i", "color=c=gray:s=640x360:r=25", "-frames:v", "5", "-vf"});
  words.push_back("format=" + format.pixel_format + for_encoder(format));
  append(words, picture_encoder_words(format));
  append(words, {"-f", "null", "-"});
  return words;
}

boost::asio::awaitable<core::Result<void>> try_encoder(core::Runner& runner, PictureFormat format, Tools tools) {
  constexpr core::Milliseconds time_limit{15000};
  core::Command command;
  command.argv = trial_argv(format, tools);
  command.timeout = time_limit;
  command.file_limit = 0;
  TrialOutput output;
  const core::Ending ending = co_await runner.run(std::move(command), output);
  if (core::succeeded(ending)) co_return core::Result<void>();
  std::string why = output.why();
  if (std::holds_alternative<core::TimedOut>(ending)) why = "it did not end within 15 s";
  std::string message = "this machine cannot encode with " + format.encoder;
  if (!why.empty()) message += ": " + why;
  co_return core::Error{"document.unusable_encoder", std::move(message), remedy_for(format.encoder), {}};
}

std::vector<std::string> hardware_encoders(const Capabilities& capabilities) {
  constexpr std::array<std::string_view, 4> codecs = {"h264", "hevc", "av1", "vp9"};
  std::vector<std::string> found;
  for (const std::string& name : capabilities.encoders) {
    if (runs_on_a_chip(name) && std::ranges::find(codecs, picture_codec(name)) != codecs.end()) found.push_back(name);
  }
  return found;
}

}  // namespace spool::pipelines
