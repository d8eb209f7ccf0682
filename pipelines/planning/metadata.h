// What a film says of itself: what the document names, and what it takes over from its source. Pure, and the same whenever it is
// rendered. Source: reference/language.md, "Format".
#pragma once

#include <optional>
#include <vector>

#include "pipelines/document/document.h"
#include "pipelines/media/media.h"
#include "pipelines/planning/clip.h"

namespace spool::pipelines {

/// `used`: the film's sources in order of declaration. In a fixed order.
std::vector<Tag> metadata_of(const std::optional<Metadata>& asked, const Sequence& film, const std::vector<const Source*>& used);

}  // namespace spool::pipelines
