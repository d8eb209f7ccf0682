// From the codecs that people name to the encoders that ffmpeg has.
#include "pipelines/ffmpeg/capabilities.h"

#include <array>

namespace spool::pipelines {
namespace {

using core::Error;
using core::Result;

struct Codec {
  std::string_view word;
  std::array<std::string_view, 3> encoders;  ///< the best first
};

constexpr std::array<Codec, 10> picture_codecs = {{{"h264", {"libx264", "libopenh264", ""}},
                                                   {"avc", {"libx264", "libopenh264", ""}},
                                                   {"hevc", {"libx265", "", ""}},
                                                   {"h265", {"libx265", "", ""}},
                                                   {"av1", {"libsvtav1", "libaom-av1", "librav1e"}},
                                                   {"vp9", {"libvpx-vp9", "", ""}},
                                                   {"vp8", {"libvpx", "", ""}},
                                                   {"mpeg4", {"mpeg4", "libxvid", ""}},
                                                   {"mpeg2", {"mpeg2video", "", ""}},
                                                   {"prores", {"prores_ks", "prores", ""}}}};
constexpr std::array<Codec, 7> sound_codecs = {{{"aac", {"aac", "libfdk_aac", ""}},
                                                {"opus", {"libopus", "", ""}},
                                                {"mp3", {"libmp3lame", "libshine", ""}},
                                                {"vorbis", {"libvorbis", "", ""}},
                                                {"pcm", {"pcm_s16le", "", ""}},
                                                {"wav", {"pcm_s16le", "", ""}},
                                                {"alac", {"alac", "", ""}}}};

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

}  // namespace

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
