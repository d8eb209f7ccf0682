// The literal stages of --no-optimize: what a script would do without a planner. Every one encodes.
#include "pipelines/ffmpeg/argv_parts.h"
#include "pipelines/ffmpeg/channel_layouts.h"
#include "pipelines/ffmpeg/hardware.h"
#include "pipelines/ffmpeg/picture_chain.h"
#include "pipelines/ffmpeg/sound_chain.h"
#include "pipelines/ffmpeg/transition.h"

namespace spool::pipelines {
namespace {

/// An mp4 takes no plain samples.
Words lossless_sound(const StageJob& job) {
  if (job.clip.format.stage_muxer() == "mov") return {"-c:a", "pcm_s16le"};
  Words words = {"-c:a", "flac", "-strict", "experimental"};
  append(words, edit_list_words(job.sound_format));
  return words;
}

}  // namespace

Words stage_argv(const StageJob& job, const Tools& tools) {
  const ClipJob& clip = job.clip;
  const SoundCut cut = job.sound ? cut_sound(*job.sound, job.sound_format.sample_rate) : SoundCut{};
  const Words sound_input = job.sound ? piece_input_words(*job.sound, cut) : Words{};
  const int first_image = sound_input.empty() ? 1 : 2;
  const PictureGraph picture = picture_graph(clip, first_image);

  Words words = ffmpeg_words(tools, Talk::stamps);
  append(words, device_words(clip.format));
  append(words, {"-copyts", "-filter_complex_threads", "1"});
  append(words, picture_input_words(clip));
  append(words, sound_input);
  for (const StillInput& image : picture.images) append(words, still_words(image.file, image.demuxer, clip.format.rate));

  std::string graph = "[" + picture_pad(clip) + "]" + picture.text + chroma_place(tools) + for_encoder(clip.format) + "[picture]";
  if (job.sound) graph += ";" + piece_chain(*job.sound, cut, job.sound_format, 1) + "[sound]";
  append(words, {"-filter_complex", graph, "-map", "[picture]"});
  if (job.sound) {
    append(words, {"-map", "[sound]"});
    append(words, lossless_sound(job));
  }
  append(words, passthrough_words(tools));
  append(words, picture_encoder_words(clip.format));
  append(words, picture_track_words(clip.format));
  append(words, container_words(clip.format.stage_muxer(), job.output));
  return words;
}

namespace {

Joint joint_of(const ConcatJob& job, std::size_t part) {
  return part < job.joints.size() ? job.joints[part] : Joint();
}

/// The pictures of all parts one after the other; where two have some in common, those as the transition
/// makes them.
std::string joined_pictures(const ConcatJob& job, const Tools& tools) {
  const Rational rate = job.format.picture.rate;
  std::string graph, shown;
  std::size_t count = 0;
  const auto show = [&](const std::string& label) {
    shown += label;
    ++count;
  };
  for (std::size_t i = 0; i < job.parts.size(); ++i) {
    const std::string number = std::to_string(i), input = "[" + number + ":v:0]";
    const std::int64_t before = joint_of(job, i).frames;
    const std::int64_t after = joint_of(job, i + 1).frames;
    if (before == 0 && after == 0) {
      show(input);
      continue;
    }
    const std::int64_t frames = job.parts[i].frames;
    const std::string head = "[head" + number + "]", own = "[own" + number + "]",
                      tail = "[tail" + number + "]";
    const auto cut = [](std::int64_t from, FrameRange range) {
      return "trim=start_frame=" + std::to_string(from + range.first) +
             ":end_frame=" + std::to_string(from + range.end) + ",setpts=PTS-STARTPTS";
    };
    std::vector<std::pair<std::string, std::string>> pieces;
    if (before > 0) pieces.emplace_back(head, cut(0, joint_of(job, i).look.of_after(before)));
    if (before + after < frames) pieces.emplace_back(own, cut(0, {before, frames - after}));
    if (after > 0) pieces.emplace_back(tail, cut(frames - after, joint_of(job, i + 1).look.of_before(after)));
    std::string split = input + "split=" + std::to_string(pieces.size()), cuts;
    for (const auto& [label, filters] : pieces) {
      const std::string branch = "[to_" + label.substr(1);
      split += branch;
      cuts += ";" + branch + filters + label;
    }
    graph += split + cuts + ";";
    if (before > 0) {
      const std::string met = "[met" + number + "]";
      graph += transition_graph("[tail" + std::to_string(i - 1) + "]", head, joint_of(job, i).look, before,
                                job.format.picture, number) +
               met + ";";
      show(met);
    }
    if (before + after < frames) show(own);
  }
  return graph + shown + "concat=n=" + std::to_string(count) +
         ":v=1:a=0," + one_a_frame(rate) + ",format=" + job.format.picture.pixel_format + chroma_place(tools) +
         for_encoder(job.format.picture) + "[picture]";
}

/// The sound of the parts, each of its exact length, as pieces of a film's sound.
std::string joined_sound(const ConcatJob& job) {
  std::string graph;
  const std::string untold = job.format.untold_in_stage();
  const std::string placing = untold.empty() ? "" : placed_as(untold) + ",";
  std::vector<SoundPiece> pieces(job.parts.size());
  for (std::size_t i = 0; i < job.parts.size(); ++i) {
    SoundPiece& piece = pieces[i];
    piece.samples = job.samples[i];
    const Joint joint = joint_of(job, i);
    piece.overlap = joint.samples;
    piece.blend = !joint.look.is_dip();
    const std::string samples = std::to_string(piece.samples);
    graph += "[" + std::to_string(i) + ":a:0]" + placing + "apad=whole_len=" + samples + ",atrim=end_sample=" + samples;
    if (piece.overlap > 0 && !piece.blend) piece.effects.emplace_back(dip_fade(piece, true, piece.overlap));
    const Joint next = joint_of(job, i + 1);
    if (next.samples > 0 && next.look.is_dip()) piece.effects.emplace_back(dip_fade(piece, false, next.samples));
    for (const std::string& filter : effect_filters(piece)) graph += "," + filter;
    graph += "[piece" + std::to_string(i) + "];";
  }
  return graph + joined_pieces(pieces, job.format.sound->sample_rate);
}

}  // namespace

Words concat_argv(const ConcatJob& job, const Tools& tools) {
  const PictureFormat& format = job.format.picture;
  const bool with_sound = job.format.sound.has_value();
  Words words = ffmpeg_words(tools, Talk::warnings);
  append(words, device_words(format));
  append(words, {"-filter_complex_threads", "1"});
  for (const JoinPart& part : job.parts) append(words, {"-threads", "1", "-i", as_file(part.file)});
  // Pictures and sound are joined each by themselves: joined as pairs, the shorter of a pair is stretched to
  // the longer.
  const std::string graph = joined_pictures(job, tools) + (with_sound ? ";" + joined_sound(job) : "");
  append(words, {"-filter_complex", graph, "-map", "[picture]"});
  if (with_sound) append(words, {"-map", "[sound]"});
  append(words, passthrough_words(tools));
  append(words, picture_encoder_words(format));
  append(words, picture_track_words(format));
  if (with_sound) append(words, sound_encoder_words(*job.format.sound));
  if (with_sound) append(words, edit_list_words(*job.format.sound));
  append(words, {"-movflags", "+faststart"});
  append(words, metadata_words(job.format.metadata));
  append(words, container_words(job.format.joined_muxer(), job.output));
  return words;
}

}  // namespace spool::pipelines
