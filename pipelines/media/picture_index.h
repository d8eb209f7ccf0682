// Which pictures a stream shows and when, from its packets or from its decoded pictures. Pure.
// Source: EXACT, "Which frames".
#pragma once

#include "pipelines/media/ffprobe_output.h"
#include "pipelines/media/media.h"

#include <cstdint>
#include <vector>

namespace spool::pipelines {

/// Whether packets do not tell which pictures are shown: some have no stamp (AVI with B-frames), or each
/// picture may come in two of them (field-coded H.264, as AVCHD cameras write it). Then the stream is indexed
/// by decoding it.
bool needs_decoding(const VideoStream& video, const std::vector<Packet>& packets);

/// Pictures without a stamp follow the last one. `origin`: time 0 of the source in seconds of these stamps.
PictureIndex index_pictures(const std::vector<Packet>& packets, Rational time_base, Rational origin);

/// Where the packets of an index, as they follow each other in the file, can be parted (PictureIndex::seams). None where two
/// pictures have one stamp; none behind a packet that is discarded in mid-stream.
void find_seams(const std::vector<Packet>& packets, PictureIndex& index);

/// How long pictures stand, by their stamps. The last one is left out.
struct Pace {
  std::int64_t shortest = 0;  ///< ticks between two pictures
  std::int64_t usual = 0;     ///< the median
  std::int64_t longest = 0;
  std::int64_t longest_at = 0;  ///< stamp of the picture that stands longest
};
Pace pace_of(const PictureIndex& index);

/// Whether pictures stand for different times: by more than a twentieth, and more than stamps are rounded to.
bool is_variable(const Pace& pace);

}  // namespace spool::pipelines
