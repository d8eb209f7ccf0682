// From the codecs that people name to the encoders that ffmpeg has.
#include "pipelines/ffmpeg/capabilities.h"

#include <algorithm>
#include <array>

namespace spool::pipelines {
namespace {

using core::Error;
using core::Result;

struct Codec {
  std::string_view word;
  std::array<std::string_view, 3> encoders;  ///< the best first
};

constexpr std::array<Codec, 12> picture_codecs = {{{"h264", {"libx264", "libopenh264", ""}},
                                                   {"avc", {"libx264", "libopenh264", ""}},
                                                   {"hevc", {"libx265", "", ""}},
                                                   {"h265", {"libx265", "", ""}},
                                                   {"av1", {"libsvtav1", "libaom-av1", "librav1e"}},
                                                   {"vp9", {"libvpx-vp9", "", ""}},
                                                   {"vp8", {"libvpx", "", ""}},
                                                   {"mpeg4", {"mpeg4", "libxvid", ""}},
                                                   {"mpeg2", {"mpeg2video", "", ""}},
                                                   {"prores", {"prores_ks", "prores_aw", "prores"}},
                                                   {"dnxhr", {"dnxhd", "", ""}},
                                                   {"dnxhd", {"dnxhd", "", ""}}}};
constexpr std::array<Codec, 9> sound_codecs = {{{"aac", {"aac", "libfdk_aac", ""}},
                                                {"opus", {"libopus", "", ""}},
                                                {"mp3", {"libmp3lame", "libshine", ""}},
                                                {"vorbis", {"libvorbis", "", ""}},
                                                {"pcm", {"pcm_s16le", "", ""}},
                                                {"wav", {"pcm_s16le", "", ""}},
                                                {"flac", {"flac", "", ""}},
                                                {"ac3", {"ac3", "", ""}},
                                                {"alac", {"alac", "", ""}}}};

/// Encoders that are called after their codec and the chip that they run on.
constexpr std::array<std::string_view, 7> on_chips = {"_nvenc", "_qsv", "_vaapi",       "_v4l2m2m",
                                                      "_omx",   "_amf", "_videotoolbox"};

Error lacking(std::string_view what, std::string_view code, std::string_view word, const Names& known) {
  const std::string near = nearest_name(word, known);
  return {std::string(code),
          "this ffmpeg has no " + std::string(what) + " \"" + std::string(word) + "\"",
          near.empty() ? "`ffmpeg -" + std::string(what) + "s` lists what it has"
                       : "did you mean \"" + near + "\"?",
          {}};
}

template <std::size_t count>
Result<std::string> encoder_of(const std::array<Codec, count>& codecs, std::string_view word,
                               const Capabilities& capabilities) {
  for (const Codec& codec : codecs) {
    if (codec.word != word) continue;
    for (const std::string_view encoder : codec.encoders) {
      if (capabilities.has_encoder(encoder))
        return Result<std::string>(boost::system::in_place_value, encoder);
    }
  }
  if (capabilities.has_encoder(word)) return Result<std::string>(boost::system::in_place_value, word);
  return lacking("encoder", "document.unknown_encoder", word, capabilities.encoders);
}

template <std::size_t count>
std::string_view codec_among(const std::array<Codec, count>& codecs, std::string_view encoder) {
  for (const Codec& codec : codecs) {
    for (const std::string_view known : codec.encoders) {
      if (!known.empty() && known == encoder) return codec.word;
    }
  }
  return {};
}

}  // namespace

bool runs_on_a_chip(std::string_view encoder) {
  return std::any_of(on_chips.begin(), on_chips.end(),
                     [&](std::string_view chip) { return encoder.ends_with(chip); });
}

std::string picture_codec(std::string_view encoder) {
  if (encoder == "libx264rgb") return "h264";
  if (runs_on_a_chip(encoder)) return std::string(encoder.substr(0, encoder.rfind('_')));
  return std::string(codec_among(picture_codecs, encoder));
}

std::string sound_codec(std::string_view encoder) {
  if (encoder.starts_with("pcm_")) return "pcm";
  return std::string(codec_among(sound_codecs, encoder));
}

Result<std::string> picture_encoder(std::string_view word, const Capabilities& capabilities) {
  return encoder_of(picture_codecs, word, capabilities);
}

Result<std::string> sound_encoder(std::string_view word, const Capabilities& capabilities) {
  return encoder_of(sound_codecs, word, capabilities);
}

std::optional<Error> unknown_filter(std::string_view chain, const Capabilities& capabilities) {
  for (const std::string& name : filter_names(chain)) {
    if (!capabilities.has_filter(name))
      return lacking("filter", "document.unknown_filter", name, capabilities.filters);
  }
  return std::nullopt;
}

}  // namespace spool::pipelines
