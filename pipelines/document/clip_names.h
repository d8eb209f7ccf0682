// Names of clips (`${label}`, `${tag}`, …) where no clip has them. Pure.
#pragma once

#include "pipelines/document/document.h"
#include "pipelines/document/reading.h"

#include <string_view>

namespace spool::pipelines {

/// `document.unknown_name`: the clip was not cut by a moment. Without a place.
core::Error no_moment(std::string_view name);

/// Faults where an effect that is applied to a whole input, which is no moment, asks for such a name: told before any media is
/// looked at. The document's steps stand after what they need.
void tell_names_without_moment(Reading& reading, const Document& document);

}  // namespace spool::pipelines
