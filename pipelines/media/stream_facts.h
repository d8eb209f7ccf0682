// ffprobe's words about a container and its streams, as facts of ours. Pure: text in, values out; what is
// missing stays at its default. Source: ffprobe's documentation; ffmpeg's display matrix, which turns
// counter-clockwise.
#pragma once

#include "pipelines/media/ffprobe_output.h"
#include "pipelines/media/media.h"

#include <string_view>
#include <vector>

namespace spool::pipelines {

/// Cover art and the like: pictures that belong to sound or to a menu, not moving pictures.
bool is_attached_picture(const Section& stream);

int stream_index(const Section& stream);

VideoStream video_facts(const Section& stream, int ordinal);
AudioStream audio_facts(const Section& stream, int ordinal);

/// How a picture is to be turned for display, where side data (of its stream, or of a frame) say so.
void take_turn(const std::vector<Fields>& side_data, VideoStream& video);

/// By the name of ffmpeg's demuxer. Sound without a picture is told from the streams, not here.
ContainerKind container_kind(std::string_view format_name);

/// "start_time=1.400000": whole microseconds; 0 where it is not known. May be negative.
Rational container_start(const Section& format);

/// What the container says of itself, as far as a film may take it over. Matroska writes names large.
std::vector<Tag> tags_of(const Fields& format);

/// What the container, or a stream, claims to last; 0 where it claims nothing.
Rational claimed_seconds(const Section& section);

/// A fraction of ffprobe's ("1/90000"); `otherwise` for "0/0" and the like, and for what is not above 0.
Rational positive_fraction(std::string_view text, Rational otherwise);

}  // namespace spool::pipelines
