// How a column of a tag file, or a key of a moment, is called in texts and conditions. Source: LANGUAGE,
// "Interpolation".
#pragma once

#include <string>
#include <string_view>

namespace spool::pipelines {

/// Lower case (of A to Z), `_` for blanks within, none around: "Player Name" is `player_name`.
std::string column_name(std::string_view written);

}  // namespace spool::pipelines
