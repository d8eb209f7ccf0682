// What effects name, and whether it is there: told where the document names it, whatever becomes of the clips. Pure but for fonts.
#pragma once

#include "core/error.h"
#include "pipelines/document/document.h"
#include "pipelines/ffmpeg/capabilities.h"
#include "pipelines/ffmpeg/title_layout.h"
#include "pipelines/planning/reached.h"
#include "pipelines/planning/source.h"

namespace spool::pipelines {

/// Filters of raw chains that this ffmpeg lacks, in any step; of the steps reached also fonts that are not installed, and what is
/// laid over a clip and is no picture. Of an input that cannot be used nothing is said. Errors `document.unknown_filter`,
/// `document.unknown_font`, `document.not_a_picture`.
core::Errors check_effects(const Document& document, const Reached& reached, const Sources& sources, const Capabilities& ffmpeg,
                           TitleLayout& titles);

/// A film laid over a film would be read as a picture file, and fail there.
core::Error not_a_picture(const Overlay& overlay);

}  // namespace spool::pipelines
