// What an encoder takes, and what it is given where a document leaves it open: told before the first encode
// what would only fail in it. Pure. Source: LANGUAGE, "Format"; ffmpeg -h encoder=…; measured.
#pragma once

#include "core/error.h"
#include "pipelines/document/containers.h"
#include "pipelines/document/document.h"
#include "pipelines/ffmpeg/film_format.h"

#include <string_view>

namespace spool::pipelines {

/// Pixel format, profile and quality that go with the encoder. Faults, at their keys: `document.unfit_codec`
/// where the container does not take the codec, `document.encoder_option` where the encoder has no such
/// option or value. `file` is the place of the output's name, for what the document did not write.
void settle_picture(const Format& spec, const Container& container, const core::Place& file,
                    PictureFormat& picture, core::Errors& errors);

/// Likewise of the sound: a rate that the encoder has, and channels in places that it has.
void settle_sound(const Format& spec, const Container& container, const core::Place& file, SoundFormat& sound,
                  core::Errors& errors);

/// The codec of a film's sound where its document names none.
std::string_view usual_sound_of(const Container& container, const PictureFormat& picture);

}  // namespace spool::pipelines
