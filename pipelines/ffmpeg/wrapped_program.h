// Which ffmpeg a script starts: people put scripts around ffmpeg to be nice, to log, to choose one. Internal
// to ffmpeg/fingerprint.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace spool::pipelines {

/// Absolute paths among the words of a script's text, each once; none where it is no script. Pure.
std::vector<std::string> paths_named_in(std::string_view script);

/// Those that are programs. Blocks.
std::vector<std::string> programs_named_in_file(const std::string& script);

/// By its name: "/opt/ffmpeg-7.1/bin/ffmpeg", "ffmpeg6".
bool is_called_ffmpeg(std::string_view path);

}  // namespace spool::pipelines
