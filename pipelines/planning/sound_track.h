// Which sound track of a file an input means, by number or by language. Pure. Source: LANGUAGE, "The document".
#pragma once

#include "core/error.h"
#include "pipelines/document/document.h"
#include "pipelines/media/media.h"

namespace spool::pipelines {

/// Its position in `media.audio`; without a `track:` the first, whether there is one or not. Error `document.no_such_track`.
core::Result<int> sound_track(const Input& input, const Media& media);

}  // namespace spool::pipelines
