#include "pipelines/ffmpeg/argv_parts.h"
#include "pipelines/ffmpeg/colour.h"
#include "pipelines/ffmpeg/film_black.h"
#include "pipelines/ffmpeg/hardware.h"
#include "pipelines/ffmpeg/picture_chain.h"
#include "pipelines/ffmpeg/transition.h"
#include "pipelines/ffmpeg/words.h"

namespace spool::pipelines {
namespace {

/// To the colour in the first half, from it in the second.
std::string dip_graph(const std::string& before, const std::string& after, const TransitionLook& look,
                      std::int64_t frames, const PictureFormat& film, const std::string& mark) {
  const std::int64_t half = frames / 2;
  const auto fade = [&](const std::string& filter) {
    const std::string whole = filter + ":color=" + graph_value(look.color);
    return chained(look.dips_to_black() ? with_film_black(whole, film) : with_film_colour(whole, film));
  };
  const std::string out = "[out" + mark + "]", in = "[in" + mark + "]";
  return before + fade("fade=t=out:start_frame=0:nb_frames=" + std::to_string(half)) + out + ";" + after +
         fade("fade=t=in:start_frame=0:nb_frames=" + std::to_string(frames - half)) + in + ";" + out + in +
         "concat=n=2:v=1:a=0," + one_a_frame(film.rate);
}

}  // namespace

std::string transition_graph(const std::string& before, const std::string& after, const TransitionLook& look,
                             std::int64_t frames, const PictureFormat& film, const std::string& mark) {
  if (look.is_dip()) return dip_graph(before, after, look, frames, film, mark);
  // Of inputs that are just as long as itself xfade stamps the last frame late: each gets two more pictures.
  const std::string longer = "fps=" + film.rate.to_string() + ":start_time=0,tpad=stop_mode=clone:stop=2";
  const std::string out = "[out" + mark + "]", in = "[in" + mark + "]";
  const std::string microseconds = std::to_string((Rational(frames) / film.rate * 1'000'000).round_half_up());
  const std::string blend = "xfade=transition=" + look.xfade + ":duration=" + microseconds + "us:offset=0";
  if (look.xfade == "slideup") {
    // In its first frame, which is the first clip's alone, this kind reads a row from outside of the picture.
    const std::string whole = "[whole" + mark + "]", alone = "[alone" + mark + "]", met = "[met" + mark + "]";
    return before + longer + ",split" + alone + whole + ";" + after + longer + in + ";" + whole + in + blend + met + ";" + met + alone +
           "freezeframes=first=0:last=0:replace=0," + one_a_frame(film.rate) + ",trim=end_frame=" + std::to_string(frames);
  }
  return before + longer + out + ";" + after + longer + in + ";" + out + in + blend + "," + one_a_frame(film.rate) +
         ",trim=end_frame=" + std::to_string(frames);
}

Words transition_argv(const TransitionJob& job, const Tools& tools) {
  const PictureFormat& format = job.before.format;
  const PictureGraph before = picture_graph(job.before, 2, stamp_filters[0]);
  const PictureGraph after =
      picture_graph(job.after, 2 + static_cast<int>(before.images.size()), stamp_filters[1]);
  Words words = ffmpeg_words(tools, Talk::stamps);
  append(words, device_words(format));
  append(words, {"-copyts", "-filter_complex_threads", "1"});
  append(words, picture_input_words(job.before));
  append(words, picture_input_words(job.after));
  for (const StillInput& image : before.images) append(words, still_words(image.file, image.demuxer, format.rate));
  for (const StillInput& image : after.images) append(words, still_words(image.file, image.demuxer, format.rate));
  const std::string graph = "[" + picture_pad(job.before, 0) + "]" + before.text + "[before];[" +
                            picture_pad(job.after, 1) + "]" + after.text + "[after];" +
                            transition_graph("[before]", "[after]", job.look, job.frames(), format) +
                            ",format=" + format.pixel_format + "," + colour_tags(format.colour) + chroma_place(tools) +
                            for_encoder(format) + "[picture]";
  append(words, {"-filter_complex", graph, "-map", "[picture]"});
  append(words, passthrough_words(tools));
  append(words, picture_encoder_words(format));
  append(words, picture_track_words(format));
  append(words, {"-an"});
  append(words, container_words(format.part_muxer(), job.output));
  return words;
}

}  // namespace spool::pipelines
