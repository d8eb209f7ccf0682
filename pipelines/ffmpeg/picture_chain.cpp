#include "pipelines/ffmpeg/picture_chain.h"

#include "pipelines/ffmpeg/changing_shape.h"
#include "pipelines/ffmpeg/colour.h"
#include "pipelines/ffmpeg/film_black.h"
#include "pipelines/ffmpeg/geometry.h"
#include "pipelines/ffmpeg/scaling.h"
#include "pipelines/ffmpeg/words.h"

namespace spool::pipelines {
namespace {

Words over_black(const Colours& colours) {
  if (!colours.alpha) return {};
  Words filters;
  if (!colours.matrix.empty()) {
    filters.push_back("scale=in_color_matrix=" + colours.matrix +
                      ":in_range=" + (colours.full_range ? "pc" : "tv") + scale_flags);
  }
  append(filters, {"format=gbrap", "premultiply=inplace=1", "format=gbrp"});
  return filters;
}

/// Cut to the frame, or set into it, where the fit leaves more or less than that.
void frame_to(Words& filters, const Fitting& fitting, const FitOn& to, const PictureFormat& film) {
  if (fitting.scaled_width == to.width && fitting.scaled_height == to.height) return;
  const std::string frame = pair_words(to.width, to.height) + ":" + pair_words(fitting.x, fitting.y);
  if (to.mode == FitMode::crop) return filters.push_back("crop=" + frame);
  append(filters, with_film_black("pad=" + frame + ":color=black", film));
}

FitOn default_fit(const PictureFormat& format) {
  return {fit_mode_of(format.default_fit), format.width, format.height, Position::center};
}

/// The clip's first fit, brought from the source's shape and colours.
void add_first_fit(GraphBuilder& graph, const FitOn& to) {
  if (picture_source(graph.job) == PictureSource::black) return graph.add_fit(to);
  const VideoStream& stream = graph.job.source->video.front();
  graph.width = to.width;
  graph.height = to.height;
  if (may_change_shape(*graph.job.source))
    return append(graph.filters, changing_fit(stream, graph.job.format, to.width, to.height, to.mode, to.focus));
  const Fitting fitting = fit(displayed(stream), to.width, to.height, to.mode, to.focus);
  append(graph.filters, over_black(colours_of(stream)));
  append(graph.filters, scaling_filters(stream, graph.job.format, scaling_to(stream, fitting.scaled_width, fitting.scaled_height)));
  frame_to(graph.filters, fitting, to, graph.job.format);
}

FitOn with_size(FitOn fit, const PictureFormat& format) {
  if (fit.width > 0 && fit.height > 0) return fit;
  fit.width = format.width;
  fit.height = format.height;
  return fit;
}

void repeat_still(GraphBuilder& graph) {
  const std::int64_t frames = graph.job.cut.frames;
  if (frames > 1) graph.add("loop=loop=" + std::to_string(frames - 1) + ":size=1:start=0");
  graph.add(one_a_frame(graph.job.format.rate));
}

}  // namespace

void GraphBuilder::add_fit(const FitOn& asked) {
  const FitOn to = with_size(asked, job.format);
  const Fitting fitting = fit({width, height}, to.width, to.height, to.mode, to.focus);
  add(film_scale(job.format.colour, fitting.scaled_width, fitting.scaled_height));
  frame_to(filters, fitting, to, job.format);
  width = to.width;
  height = to.height;
}

void GraphBuilder::settle() {
  if (width != job.format.width || height != job.format.height) add_fit(default_fit(job.format));
  add("setsar=1");
  add("format=" + job.format.pixel_format);
  add(colour_tags(job.format.colour));
}

PictureGraph picture_graph(const ClipJob& job, int first_image, const char* stamps) {
  GraphBuilder graph{job, first_image, job.format.width, job.format.height, choosing_filters(job, stamps),
                     {},  {},          {}};
  graph.mark = std::string_view(stamps).substr(std::string_view(stamps).find('@') + 1);
  // Scaling sees one picture at a time: where the film repeats pictures, each is scaled before that, once.
  // Where it drops some, these are not scaled at all.
  const bool repeats = job.cut.frames > static_cast<std::int64_t>(job.cut.end - job.cut.first);
  if (!repeats) append(graph.filters, retiming_filters(job));
  auto effect = job.effects.begin();
  FitOn first = default_fit(job.format);
  if (effect != job.effects.end()) {
    if (const auto* asked = std::get_if<FitOn>(&*effect)) {
      first = with_size(*asked, job.format);
      ++effect;
    }
  }
  add_first_fit(graph, first);
  graph.settle();
  if (repeats) append(graph.filters, retiming_filters(job));
  if (picture_source(job) == PictureSource::still) repeat_still(graph);
  const bool any_more = effect != job.effects.end();
  for (; effect != job.effects.end(); ++effect) graph.add_effect(*effect);
  // What an effect left in other pixels or another size is brought back; otherwise this costs nothing.
  if (any_more) graph.settle();
  if (job.lead > 0)
    append(graph.filters, {"trim=start_frame=" + std::to_string(job.lead), "setpts=PTS-STARTPTS"});
  return {graph.text + chained(graph.filters), graph.images};
}

}  // namespace spool::pipelines
