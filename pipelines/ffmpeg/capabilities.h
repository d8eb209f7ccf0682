// What this machine's ffmpeg can do, asked once before anything is planned: an encoder or filter that it
// lacks is told before the first encode. Source: DESIGN, promise 2 ("filters, encoders and fonts named exist
// in this ffmpeg").
#pragma once

#include "core/error.h"
#include "core/process.h"
#include "pipelines/ffmpeg/nearest.h"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spool::pipelines {

struct Version {
  int major = 0, minor = 0;  ///< 0: not recognised
  std::string text;          ///< "5.1.9-0+deb12u1"
};

struct Capabilities {
  Version version;
  Names encoders;
  Names filters;  ///< empty until they are asked for: only raw filter chains need them

  [[nodiscard]] bool has_encoder(std::string_view name) const { return encoders.contains(name); }
  [[nodiscard]] bool has_filter(std::string_view name) const { return filters.contains(name); }
};

/// Of the banner that every ffmpeg prints first, or of `-version`. A build without a release number is judged
/// by its libavcodec.
Version parse_version(std::string_view printed);
/// Of `-encoders`, `-filters`.
Names parse_encoders(std::string_view printed);
Names parse_filters(std::string_view printed);

/// Who this ffmpeg is and its encoders: one start, as each costs a core 60 ms. Error `ffmpeg.missing`,
/// `ffmpeg.broken` or `ffmpeg.too_old` (before 5).
boost::asio::awaitable<core::Result<Capabilities>> ask_encoders(core::Runner& runner, std::string ffmpeg);
/// Its filters: another start. Errors likewise.
boost::asio::awaitable<core::Result<Names>> ask_filters(core::Runner& runner, std::string ffmpeg);

/// The encoder for a codec's name ("h264", "opus", "pcm") or an encoder's own. Error
/// `document.unknown_encoder`, with the nearest that there is.
core::Result<std::string> picture_encoder(std::string_view word, const Capabilities& capabilities);
core::Result<std::string> sound_encoder(std::string_view word, const Capabilities& capabilities);

/// The codec that an encoder makes, in the words of document/containers.h; empty: none that is known.
std::string picture_codec(std::string_view encoder);
std::string sound_codec(std::string_view encoder);
/// Whether it needs a graphics card or the like.
bool runs_on_a_chip(std::string_view encoder);

/// The names of the filters in a raw chain, leniently: labels, options and quotes are passed over.
std::vector<std::string> filter_names(std::string_view chain);
/// Error `document.unknown_filter` for the first that this ffmpeg lacks.
std::optional<core::Error> unknown_filter(std::string_view chain, const Capabilities& capabilities);

}  // namespace spool::pipelines
