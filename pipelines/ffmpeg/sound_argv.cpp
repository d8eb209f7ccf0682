#include "pipelines/ffmpeg/argv_parts.h"
#include "pipelines/ffmpeg/copied_sound.h"
#include "pipelines/ffmpeg/sound_chain.h"

namespace spool::pipelines {
namespace {

/// The film's codec in an mp4, which keeps its priming in an edit list; or plain samples.
Words delivery(const SoundFormat& format, bool encode, const std::string& output) {
  Words words = {"-vn"};
  if (encode) {
    append(words, sound_encoder_words(format));
    append(words, edit_list_words(format));
    append(words, container_words(format.part_muxer(), output));
    return words;
  }
  append(words, {"-c:a", "pcm_s16le"});
  append(words, container_words("s16le", output));
  return words;
}

Words copied_sound_argv(const SoundJob& job, const Tools& tools) {
  Words words = ffmpeg_words(tools, Talk::warnings);
  append(words, copied_sound_words(job.pieces.front(), job.format.sample_rate));
  append(words, edit_list_words(job.format));
  append(words, container_words(job.format.part_muxer(), job.output));
  return words;
}

}  // namespace

Words sound_argv(const SoundJob& job, const Tools& tools) {
  if (job.copied) return copied_sound_argv(job, tools);
  Words inputs;
  std::string chains;
  int input = 0;
  for (std::size_t i = 0; i < job.pieces.size(); ++i) {
    const SoundPiece& piece = job.pieces[i];
    const SoundCut cut = cut_sound(piece, job.format.sample_rate);
    chains += piece_chain(piece, cut, job.format, input) + "[piece" + std::to_string(i) + "];";
    append(inputs, piece_input_words(piece, cut));
    if (cut.way != SoundWay::silence) ++input;
  }
  Words words = ffmpeg_words(tools, Talk::warnings);
  append(words, {"-copyts", "-filter_complex_threads", "1"});
  append(words, inputs);
  append(words,
         {"-filter_complex", chains + joined_pieces(job.pieces, job.format.sample_rate), "-map", "[sound]"});
  append(words, delivery(job.format, job.encode, job.output));
  return words;
}

Words sound_join_argv(const SoundJoinJob& job, const Tools& tools) {
  // Plain samples have no headers: the files one after the other are the sound.
  std::string parts = "concat:";
  for (const std::string& part : job.parts) parts += (&part == &job.parts.front() ? "" : "|") + part;
  Words words = ffmpeg_words(tools, Talk::warnings);
  append(words, raw_sound_words(parts, job.format));
  append(words, {"-map", "0:a:0"});
  append(words, delivery(job.format, job.encode, job.output));
  return words;
}

}  // namespace spool::pipelines
