#include "pipelines/planning/film_colour.h"

#include "pipelines/ffmpeg/colour.h"
#include "pipelines/ffmpeg/light.h"
#include "pipelines/media/report.h"

#include <algorithm>
#include <string_view>

namespace spool::pipelines {
namespace {

core::Place place_of(const Document& document, const Source& source) {
  const auto input = std::ranges::find(document.inputs, source.input_name, &Input::name);
  return input == document.inputs.end() ? core::Place{} : input->path.place;
}

std::string gamut_in_words(std::string_view primaries) {
  if (primaries == "bt2020") return "BT.2020";
  return primaries == "bt709" ? "BT.709" : "P3";
}

}  // namespace

core::Errors check_colours(const Document& document, const std::vector<const Source*>& used,
                           const FilmColour& film, const Capabilities& ffmpeg) {
  std::string lacking;
  for (const std::string_view name : {"zscale", "tonemap"}) {
    if (!ffmpeg.has_filter(name)) lacking += (lacking.empty() ? "" : " and ") + std::string(name);
  }
  core::Errors errors;
  if (lacking.empty()) return errors;
  for (const Source* source : used) {
    if (!source->media->has_picture() || !needs_zscale(colours_of(source->media->video.front()), film)) continue;
    errors.push_back({"ffmpeg.no_tone_mapping",
                      "the colours of `" + source->input_name + "` cannot be converted: " +
                          (source->media->video.front().hdr() ? "it" : "the film") +
                          " is HDR, and this ffmpeg has no filter " + lacking,
                      "use an ffmpeg that was built with libzimg (spool --ffmpeg PATH; on Debian: apt install ffmpeg)",
                      place_of(document, *source)});
  }
  return errors;
}

std::optional<std::string> colour_note(const Media& media, const FilmColour& film) {
  if (!media.has_picture()) return std::nullopt;
  const VideoStream& video = media.video.front();
  const Colours from = colours_of(video);
  const std::string target = gamut_in_words(gamut_of(film.primaries));
  if (video.hdr()) {
    const std::string kind = hdr_in_words(video);
    return kind + (from.transfer == film.transfer ? " kept" : " tone-mapped to " + target);
  }
  if (is_hdr(film.transfer)) return "shown in HDR, its white at " + std::to_string(hdr_white) + " nits";
  if (!goes_through_light(from, film)) return std::nullopt;
  return gamut_in_words(from.primaries) + " colours converted to " + target;
}

}  // namespace spool::pipelines
