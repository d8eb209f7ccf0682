// Parts that several kinds of job have in common, and one function for each kind. Internal to ffmpeg/argv.h.
#pragma once

#include "pipelines/ffmpeg/argv.h"
#include "pipelines/ffmpeg/words.h"

#include <string>
#include <string_view>

namespace spool::pipelines {

enum class Talk { warnings, stamps };  ///< `stamps`: showinfo's lines are wanted too

/// ffmpeg itself, quiet and without a terminal, progress on standard output.
Words ffmpeg_words(const Tools& tools, Talk talk);

/// -i of a source or work file, opened under the whitelists and decoded by one thread.
Words input_words(std::string_view file, Words before = {});
/// -i of a still picture: one frame, read by what it is, whatever its name ends with or looks like.
Words still_words(std::string_view file, std::string_view demuxer, core::Rational rate);
/// -i of raw interleaved 16-bit samples.
Words raw_sound_words(std::string_view name, const SoundFormat& format);

/// A clip's own input, what its pictures are called in a graph or a map, and the clock of the track they
/// become.
Words picture_input_words(const ClipJob& job);
std::string picture_pad(const ClipJob& job, int input = 0);
Words picture_track_words(const PictureFormat& format);

Words passthrough_words(const Tools& tools);
Words picture_encoder_words(const PictureFormat& format);
/// The end of every picture's graph: chroma stands left whatever the source said (a JPEG: in the middle), or its
/// parameters would keep a clip from being joined by copy. Empty where the encoder's own option does it.
std::string chroma_place(const Tools& tools);
Words sound_encoder_words(const SoundFormat& format);
/// What a container has to be told before it takes the sound.
Words sound_container_words(const SoundFormat& format);
/// What a film says of itself, and nothing that its parts said.
Words metadata_words(const std::vector<Tag>& metadata);
/// Nothing of the source's metadata, nothing that differs from run to run.
Words container_words(std::string_view muxer, std::string_view output);
/// What HEVC is called in an mp4 or mov: hvc1, which every player takes, where all parameter sets stand in the header.
Words hevc_tag_words(const PictureFormat& format);
/// The clock of an mp4's or mov's edit lists. With ffmpeg's own, which counts milliseconds, the last samples
/// of a sound that is no whole milliseconds long would not be heard.
Words edit_list_words(const SoundFormat& format);

Words clip_argv(const ClipJob& job, const Tools& tools);
Words transition_argv(const TransitionJob& job, const Tools& tools);
Words sound_argv(const SoundJob& job, const Tools& tools);
Words sound_join_argv(const SoundJoinJob& job, const Tools& tools);
Words join_argv(const JoinJob& job, const Tools& tools);
Words remux_argv(const RemuxJob& job, const Tools& tools);
Words rewrap_argv(const RewrapJob& job, const Tools& tools);
Words stage_argv(const StageJob& job, const Tools& tools);
Words concat_argv(const ConcatJob& job, const Tools& tools);

}  // namespace spool::pipelines
