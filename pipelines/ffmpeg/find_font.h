// Fonts by the name of their family, as fontconfig knows them. Internal to title_layout.h.
#pragma once

#include "core/error.h"

#include <string>

namespace spool::pipelines {

/// See TitleLayout::find_font; not cached.
core::Result<std::string> font_file_of(const std::string& wanted);

}  // namespace spool::pipelines
