// Which pixel formats an encoder takes, and which of them go with a profile that the document names. Pure.
// Source: ffmpeg -h encoder=…; the profiles tried one by one with ffmpeg 5.1 and 7.1's encoders.
#pragma once

#include "core/error.h"
#include "pipelines/document/document.h"
#include "pipelines/ffmpeg/film_format.h"

#include <span>
#include <string_view>

namespace spool::pipelines {

/// Empty: not known, any.
std::span<const std::string_view> pixel_formats_of(std::string_view encoder);

/// `document.encoder_option` where the profile that the document names has not the bits or the colour of the
/// film's pixels. What the document leaves open has been settled to fit.
void check_profile(const Format& spec, const PictureFormat& picture, core::Errors& errors);

}  // namespace spool::pipelines
