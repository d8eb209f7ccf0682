// Pictures that are copied, not encoded: what proves that a source's packets are the clip's pictures, and that the film holds
// just them. Pure. Source: EXACT, "Trust" and "smart cut"; GROUND, "What follows".
#pragma once

#include "core/error.h"
#include "pipelines/ffmpeg/argv.h"
#include "pipelines/ffmpeg/jobs.h"
#include "pipelines/ffmpeg/mp4_parts.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spool::pipelines {

/// The file beside a copied clip's own that lists its packets as the source has them, and what writes it (ffmpeg's framehash).
std::string packet_list(std::string_view output);
std::vector<std::string> packet_list_words(std::string_view codec, std::string_view file);

/// Why the packets in such a list are not just those of the clip's pictures; none: they are.
std::optional<std::string> wrong_packets(const ClipJob& clip, std::string_view list);

/// `render.wrong_copy`: what was copied has to be encoded.
core::Error wrong_copy(const std::string& what);

/// Whether decoding can begin with these first bytes of a file's first picture: with an instantaneous refresh, behind which
/// nothing earlier is needed, whatever a container calls a keyframe. `part`: the file's description.
bool begins_anew(const Mp4Part& part, std::string_view bytes);

/// Files that one of the two below looks at: each is opened by it.
inline constexpr std::size_t looked_at_once = 16;

/// Prints the digest of each coded picture of each file, stream by stream. Parameter sets and messages are left out: joining
/// puts them elsewhere. `codec`: of all the pictures.
std::vector<std::string> digests_argv(const std::vector<std::string>& files, std::string_view codec, const Tools& tools);

/// The same of one file, and as a second stream that of each set of sequence parameters (sizes, references) among them.
std::vector<std::string> part_digests_argv(const std::string& file, std::string_view codec, const Tools& tools);

/// Decodes two pictures from each of these times (seconds) of a film on, at which a part begins; ends at the first error.
std::vector<std::string> seams_argv(const std::string& film, const std::vector<Rational>& times, const Tools& tools);

/// Lines of ffmpeg's framehash: by stream, what stands for each packet or picture.
using Digests = std::vector<std::vector<std::string>>;
Digests parse_digests(std::string_view printed);

}  // namespace spool::pipelines
