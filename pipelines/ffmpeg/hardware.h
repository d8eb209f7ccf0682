// Encoders of graphics cards and the like: what ffmpeg has to be told for them, and whether this machine's work. They are used only
// where a document names them. Source: ffmpeg's documentation of `-vaapi_device` and `hwupload`.
#pragma once

#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "core/error.h"
#include "core/process.h"
#include "pipelines/ffmpeg/argv.h"
#include "pipelines/ffmpeg/capabilities.h"
#include "pipelines/ffmpeg/film_format.h"
#include "pipelines/ffmpeg/words.h"

namespace spool::pipelines {

/// The device, before any input; empty where the encoder needs none or finds it by itself.
Words device_words(const PictureFormat& format);
/// What stands behind a finished picture in a graph, so that the encoder takes it: begins with a comma, or is empty.
std::string for_encoder(const PictureFormat& format);
/// Quality where the document says nothing of it, and no frames that are decoded out of order.
Words hardware_words(const PictureFormat& format);

/// Encodes a few frames of grey into nothing.
Words trial_argv(const PictureFormat& format, const Tools& tools);
/// Carries it out, in a child of its own with a time limit. Error `document.unusable_encoder`, without a place.
boost::asio::awaitable<core::Result<void>> try_encoder(core::Runner& runner, PictureFormat format, Tools tools);

/// Those that this ffmpeg has for codecs that films are made in.
std::vector<std::string> hardware_encoders(const Capabilities& capabilities);

}  // namespace spool::pipelines
