// The effects of the language as filters. Source: LANGUAGE, "Effects, first set".
#include "pipelines/ffmpeg/colour.h"
#include "pipelines/ffmpeg/film_black.h"
#include "pipelines/ffmpeg/geometry.h"
#include "pipelines/ffmpeg/light.h"
#include "pipelines/ffmpeg/picture_chain.h"
#include "pipelines/ffmpeg/scaling.h"
#include "pipelines/ffmpeg/title_layout.h"
#include "pipelines/ffmpeg/words.h"

#include <algorithm>

namespace spool::pipelines {
namespace {

/// Limits a filter to some frames of the clip, by their count; empty where it is all of them.
std::string shown_while(const FrameRange& shown, std::int64_t frames) {
  if (shown.first <= 0 && shown.end >= frames) return {};
  return ":enable=gte(n\\," + std::to_string(shown.first) + ")*lt(n\\," + std::to_string(shown.end) + ")";
}

/// Overlay's words for a film's pixels, and pixels of the same kind with transparency.
struct OverlayPixels {
  std::string mode, image;
};
OverlayPixels overlay_pixels(const std::string& film) {
  if (film == "yuv422p") return {"yuv422", "yuva422p"};
  if (film == "yuv444p") return {"yuv444", "yuva444p"};
  if (film == "yuv420p10le") return {"yuv420p10", "yuva420p10le"};
  // Of 10 bits and all of the colour overlay makes 8 bits.
  if (film == "yuv422p10le" || film.ends_with("10le") || film.ends_with("12le")) return {"yuv422p10", "yuva422p10le"};
  return {"yuv420", "yuva420p"};
}

std::string x_of_image(Position position, int margin) {
  if (column_of(position) == 0) return std::to_string(margin);
  return column_of(position) == 1 ? "(main_w-overlay_w)/2" : "main_w-overlay_w-" + std::to_string(margin);
}

std::string y_of_image(Position position, int margin) {
  if (row_of(position) == 0) return std::to_string(margin);
  return row_of(position) == 1 ? "(main_h-overlay_h)/2" : "main_h-overlay_h-" + std::to_string(margin);
}

struct AddEffect {
  GraphBuilder& graph;

  void operator()(const TitleOn& title) const {
    if (title.lines.empty() || title.size <= 0) return;
    const std::string enable = shown_while(title.shown, graph.job.cut.frames);
    const FilmColour& colour = graph.job.format.colour;
    if (is_hdr(colour.transfer)) return lay_over("", drawn_once(title), "x=0:y=0", enable);
    if (colour.range == "pc") {
      // drawtext would write in the limited range's white.
      Words image = drawn_once(title);
      image.push_back(std::string("scale=iw:ih") + scale_flags + film_options(colour));
      return lay_over("", std::move(image), "x=0:y=0", enable);
    }
    if (!title.box.empty()) {
      const TitlePlace place = place_title(title, graph.width, graph.height);
      graph.add("drawbox=x=" + std::to_string(place.box_x) + ":y=" + std::to_string(place.box_y) +
                ":w=" + std::to_string(place.box_width) + ":h=" + std::to_string(place.box_height) +
                ":color=" + graph_value(title.box) + ":t=fill" + enable);
    }
    append(graph.filters, lines_of(title, enable));
  }

  void operator()(const OverlayOn& overlay) const {
    const std::string input = "[" + std::to_string(graph.next_image) + ":v]";
    const int margin = safe_margin(graph.width, graph.height);
    Words prepare = {"format=rgba"};
    if (overlay.opacity != Rational(1)) prepare.push_back("colorchannelmixer=aa=" + decimal(overlay.opacity));
    const std::string size = overlay.height > 0 ? "-1:" + std::to_string(overlay.height) : "iw:ih";
    const bool hdr = is_hdr(graph.job.format.colour.transfer);
    prepare.push_back("scale=" + size + scale_flags + (hdr ? "" : film_options(graph.job.format.colour)));
    graph.images.push_back({overlay.image, overlay.demuxer});
    lay_over(input, prepare,
             "x=" + x_of_image(overlay.position, margin) + ":y=" + y_of_image(overlay.position, margin),
             shown_while(overlay.shown, graph.job.cut.frames));
    ++graph.next_image;
  }

  void operator()(const FadeOn& fade) const {
    if (fade.frames <= 0) return;
    // The filter cannot begin before the clip does: where the fade is under way by then, frames go ahead that are left out again.
    const std::int64_t ahead = std::max<std::int64_t>(0, -fade.start);
    if (ahead > 0) graph.add("tpad=start_mode=clone:start=" + std::to_string(ahead));
    append(graph.filters, with_film_black(std::string("fade=t=") + (fade.in ? "in" : "out") + ":start_frame=" +
                                              std::to_string(fade.start + ahead) + ":nb_frames=" + std::to_string(fade.frames), graph.job.format));
    if (ahead > 0) append(graph.filters, {"trim=start_frame=" + std::to_string(ahead), one_a_frame(graph.job.format.rate)});
  }

  void operator()(const FitOn& fit) const { graph.add_fit(fit); }

  void operator()(const FilterOn& filter) const {
    if (filter.chain.empty()) return;
    graph.add(filter.chain);
    // Whatever it made of size, pixels and stamps: the clip stays a clip of the film.
    const std::string size = std::to_string(graph.width) + ":" + std::to_string(graph.height);
    graph.add("scale=" + size + ":force_original_aspect_ratio=decrease:force_divisible_by=2" + scale_flags +
              film_options(graph.job.format.colour));
    graph.add("format=" + graph.job.format.pixel_format);
    append(graph.filters, with_film_black("pad=" + size + ":(ow-iw)/2:(oh-ih)/2:color=black", graph.job.format));
    graph.add(one_a_frame(graph.job.format.rate));
  }

 private:
  [[nodiscard]] Words lines_of(const TitleOn& title, const std::string& enable) const {
    Words filters;
    const TitlePlace place = place_title(title, graph.width, graph.height);
    const std::string look = "drawtext=fontfile=" + graph_value(title.font_file) +
                             ":fontsize=" + std::to_string(title.size) + ":fontcolor=" + graph_value(title.color) +
                             ":expansion=none:x=" + place.line_x + ":y=";
    for (std::size_t i = 0; i < title.lines.size(); ++i) {
      if (title.lines[i].find_first_not_of(' ') == std::string::npos) continue;
      // The baseline is placed, not the top of the tallest letter: lines stand alike whatever they hold.
      filters.push_back(look + std::to_string(place.baselines[i]) + "-ascent:text=" + graph_value(title.lines[i]) + enable);
    }
    return filters;
  }

  /// Drawn into HDR, white would be its brightest light; into the full range, grey: there a title is an image of its own. Around the letters is
  /// their own colour, unseen, so that their edges have no fringe.
  [[nodiscard]] Words drawn_once(const TitleOn& title) const {
    const std::string unseen = graph_value(title.color.substr(0, title.color.find('@')) + "@0");
    const std::string frame = std::to_string(graph.width) + "x" + std::to_string(graph.height);
    const auto plain = [&](const std::string& color, const std::string& size) {
      return "color=c=" + color + ":s=" + size + ":r=" + graph.job.format.rate.to_string();
    };
    Words image;
    if (title.box.empty()) {
      image = {plain(unseen, frame), "format=rgba"};
    } else {
      // drawbox would be shorter, and ffmpeg 5.1 crashes with it on pictures with transparency.
      const TitlePlace place = place_title(title, graph.width, graph.height);
      const auto x = std::clamp<std::int64_t>(place.box_x, 0, graph.width - 1);
      const auto y = std::clamp<std::int64_t>(place.box_y, 0, graph.height - 1);
      const auto width = std::clamp<std::int64_t>(place.box_width, 1, graph.width - x);
      const auto height = std::clamp<std::int64_t>(place.box_height, 1, graph.height - y);
      image = {plain(graph_value(title.box), std::to_string(width) + "x" + std::to_string(height)), "format=rgba",
               "pad=" + std::to_string(graph.width) + ":" + std::to_string(graph.height) + ":" + std::to_string(x) + ":" + std::to_string(y) +
                   ":color=" + unseen};
    }
    image.emplace_back("trim=end_frame=1");
    append(image, lines_of(title, ""));
    return image;
  }

  /// An image of RGB over the film, from `input` on by way of `prepare`.
  void lay_over(const std::string& input, Words prepare, const std::string& where, const std::string& enable) const {
    const FilmColour& colour = graph.job.format.colour;
    if (is_hdr(colour.transfer)) append(prepare, image_light(colour));
    const OverlayPixels pixels = overlay_pixels(graph.job.format.pixel_format);
    prepare.push_back("format=" + pixels.image);
    const std::string mark = input.empty() ? graph.mark + std::to_string(graph.layers++) : std::to_string(graph.next_image);
    graph.text += chained(graph.filters) + "[film" + mark + "];" + input + chained(prepare) + "[image" + mark +
                  "];[film" + mark + "][image" + mark + "]";
    graph.filters = {"overlay=" + where + ":eof_action=repeat:format=" + pixels.mode + enable};
  }
};

}  // namespace

void GraphBuilder::add_effect(const PictureEffect& effect) { std::visit(AddEffect{*this}, effect); }

}  // namespace spool::pipelines
