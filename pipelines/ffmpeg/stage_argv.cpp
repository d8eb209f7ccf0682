// The literal stages of --no-optimize: what a script would do without a planner. Every one encodes.
#include "pipelines/ffmpeg/argv_parts.h"
#include "pipelines/ffmpeg/picture_chain.h"
#include "pipelines/ffmpeg/sound_chain.h"

namespace spool::pipelines {

Words stage_argv(const StageJob& job, const Tools& tools) {
  const ClipJob& clip = job.clip;
  const SoundCut cut = job.sound ? cut_sound(*job.sound, job.sound_format.sample_rate) : SoundCut{};
  const Words sound_input = job.sound ? piece_input_words(*job.sound, cut) : Words{};
  const int first_image = sound_input.empty() ? 1 : 2;
  const PictureGraph picture = picture_graph(clip, first_image);

  Words words = ffmpeg_words(tools, Talk::stamps);
  append(words, {"-copyts", "-filter_complex_threads", "1"});
  append(words, picture_input_words(clip));
  append(words, sound_input);
  for (const std::string& image : picture.images) append(words, still_words(image, clip.format.rate));

  std::string graph = "[" + picture_pad(clip) + "]" + picture.text + "[picture]";
  if (job.sound) graph += ";" + piece_chain(*job.sound, cut, job.sound_format, 1) + "[sound]";
  append(words, {"-filter_complex", graph, "-map", "[picture]"});
  if (job.sound) append(words, {"-map", "[sound]", "-c:a", "pcm_s16le"});
  append(words, passthrough_words(tools));
  append(words, picture_encoder_words(clip.format));
  append(words, picture_track_words(clip.format));
  append(words, container_words("mov", job.output));
  return words;
}

Words concat_argv(const ConcatJob& job, const Tools& tools) {
  const PictureFormat& format = job.format.picture;
  const bool with_sound = job.format.sound.has_value();
  Words words = ffmpeg_words(tools, Talk::warnings);
  append(words, {"-filter_complex_threads", "1"});
  std::string graph, pictures, sounds;
  for (std::size_t i = 0; i < job.parts.size(); ++i) {
    append(words, {"-threads", "1", "-i", as_file(job.parts[i].file)});
    const std::string input = std::to_string(i);
    pictures += "[" + input + ":v:0]";
    if (!with_sound) continue;
    // Pictures and sound are joined each by themselves: joined as pairs, the shorter of a pair is stretched
    // to the longer.
    const std::string samples = std::to_string(job.samples[i]);
    graph += "[" + input + ":a:0]apad=whole_len=" + samples + ",atrim=end_sample=" + samples + "[part" +
             input + "];";
    sounds += "[part" + input + "]";
  }
  const std::string count = std::to_string(job.parts.size());
  graph += pictures + "concat=n=" + count + ":v=1:a=0,settb=" + (Rational(1) / format.rate).to_string() +
           ",setpts=N,fps=" + format.rate.to_string() + ":start_time=0,format=" + format.pixel_format +
           "[picture]";
  if (with_sound) {
    graph += ";" + sounds + "concat=n=" + count + ":v=0:a=1,asettb=1/" +
             std::to_string(job.format.sound->sample_rate) + ",asetpts=NB_CONSUMED_SAMPLES[sound]";
  }
  append(words, {"-filter_complex", graph, "-map", "[picture]"});
  if (with_sound) append(words, {"-map", "[sound]"});
  append(words, passthrough_words(tools));
  append(words, picture_encoder_words(format));
  append(words, picture_track_words(format));
  if (with_sound) append(words, sound_encoder_words(*job.format.sound));
  if (job.format.container != "matroska") append(words, {"-movflags", "+faststart"});
  append(words, container_words(job.format.container, job.output));
  return words;
}

}  // namespace spool::pipelines
