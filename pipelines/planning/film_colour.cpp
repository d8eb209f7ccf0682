#include "pipelines/planning/film_colour.h"

#include "pipelines/ffmpeg/colour.h"
#include "pipelines/ffmpeg/light.h"
#include "pipelines/media/report.h"

#include <algorithm>
#include <array>
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

bool can_hold_hdr(const PictureFormat& picture) {
  static constexpr std::array<std::string_view, 5> codecs = {"hevc", "av1", "vp9", "prores", "dnxhr"};
  const bool deep = picture.pixel_format.find("10") != std::string::npos ||
                    picture.pixel_format.find("12") != std::string::npos;
  return deep && std::ranges::find(codecs, picture_codec(picture.encoder)) != codecs.end();
}

FilmColour colour_of_film(const PictureFormat& picture, const std::vector<const Source*>& used) {
  std::string transfer;
  for (const Source* source : used) {
    if (!source->has_moving_picture()) continue;
    const VideoStream& video = source->media->video.front();
    if (!video.hdr() || (!transfer.empty() && transfer != video.color_transfer)) return {};
    transfer = video.color_transfer;
  }
  if (transfer.empty() || !can_hold_hdr(picture)) return {};
  return {"bt2020nc", "bt2020", transfer, "tv"};
}

ToldLight light_of_film(const PictureFormat& picture, const std::vector<const Source*>& used) {
  if (!is_hdr(picture.colour.transfer) || !writes_light(picture.encoder)) return {};
  std::optional<ToldLight> common;
  for (const Source* source : used) {
    if (!source->has_moving_picture()) continue;
    const ToldLight& light = source->media->video.front().light;
    if (!common) common = light;
    if (common->display != light.display) common->display.clear();
    if (common->brightest != light.brightest || common->average != light.average) common->brightest = common->average = 0;
  }
  return common.value_or(ToldLight{});
}

core::Errors check_colours(const Document& document, const std::vector<const Source*>& used,
                           const FilmColour& film, const Capabilities& ffmpeg) {
  std::string lacking;
  for (const std::string_view name : hdr_filters) {
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

core::Errors check_transitions(const Sequence& film, const FilmColour& colour) {
  core::Errors errors;
  if (!is_hdr(colour.transfer)) return errors;
  const Transition* told = nullptr;
  for (const Clip& clip : film.clips) {
    if (clip.into == nullptr || clip.into == told) continue;
    const TransitionLook look = clip.look();
    const bool bright = look.is_dip() ? !look.dips_to_black() : look.xfade == "fadewhite";
    if (!bright) continue;
    told = clip.into;
    errors.push_back({"document.hdr_transition", "an HDR film has no transition through `" + (look.is_dip() ? look.color : look.xfade) + "`: it would be as bright as its brightest light",
                      "dip to black, or write `crossfade`; or leave `pixel_format` out, for a film that is no HDR", told->place});
  }
  return errors;
}

std::optional<std::string> colour_note(const Media& media, const PictureFormat& format) {
  const FilmColour& film = format.colour;
  if (!media.has_picture()) return std::nullopt;
  const VideoStream& video = media.video.front();
  const Colours from = colours_of(video);
  const std::string target = gamut_in_words(gamut_of(film.primaries));
  if (video.hdr()) {
    const std::string kind = hdr_in_words(video);
    if (from.transfer != film.transfer) return kind + " tone-mapped to " + target;
    const bool tells = video.light.told() || video.peak_nits > 0;
    if (!tells || (video.light.told() && video.light == format.light)) return kind + " kept";
    return kind + " kept, without " + (format.light.told() ? "all" : "what") + " it tells of its light";
  }
  if (is_hdr(film.transfer)) return "shown in HDR, its white at " + std::to_string(hdr_white) + " nits";
  if (!goes_through_light(from, film)) return std::nullopt;
  return gamut_in_words(from.primaries) + " colours converted to " + target;
}

}  // namespace spool::pipelines
