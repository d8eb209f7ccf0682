#include "pipelines/media/report.h"

#include "core/json_string.h"
#include "pipelines/media/picture_index.h"
#include "pipelines/media/span_words.h"

#include <boost/json.hpp>

#include <algorithm>

namespace spool::pipelines {

namespace json = boost::json;

namespace {

Rational pictures_a_second(const Media& media) {
  const PictureIndex& index = media.pictures;
  const VideoStream& video = media.video.front();
  if (!media.variable_rate && video.rate > Rational(0) && index.shown.size() > 1) {
    // ffprobe's rate is exact where the stamps keep to it; where they do not (field rates), they count.
    const Rational by_stamps = Rational(static_cast<std::int64_t>(index.shown.size()) - 1) /
                               (Rational(index.shown.back() - index.shown.front()) * index.time_base);
    const Rational off = by_stamps > video.rate ? by_stamps - video.rate : video.rate - by_stamps;
    return off * Rational(100) < video.rate ? video.rate : by_stamps;
  }
  return video.average_rate > Rational(0) ? video.average_rate : video.rate;
}

json::value video_json(const Media& media) {
  if (media.video.empty()) return nullptr;
  const VideoStream& video = media.video.front();
  return json::object{{"codec", video.codec},
                      {"width", video.display_width()},
                      {"height", video.display_height()},
                      {"fps", media.is_still() ? "0" : pictures_a_second(media).to_string()},
                      {"rotation", video.rotation},
                      {"variable_rate", media.variable_rate},
                      {"interlaced", video.interlaced},
                      {"hdr", video.hdr()}};
}

json::array audio_json(const Media& media) {
  json::array list;
  for (const AudioStream& audio : media.audio) {
    list.push_back(json::object{
        {"codec", audio.codec},
        {"sample_rate", audio.sample_rate},
        {"channels", audio.channels},
        {"language", audio.language.empty() ? json::value(nullptr) : json::value(audio.language)}});
  }
  return list;
}

/// "24-31 fps, variable": the fastest and slowest of its usual paces.
std::string variable_in_words(const Media& media) {
  const Pace pace = pace_of(media.pictures);
  const auto rate = [&media](std::int64_t ticks) {
    return ticks > 0 ? (Rational(1) / (Rational(ticks) * media.pictures.time_base)).round_half_up() : 0;
  };
  const std::int64_t slowest = rate(pace.longest);
  const std::int64_t fastest = rate(std::max<std::int64_t>(1, pace.shortest));
  if (slowest == fastest) return short_decimal(pictures_a_second(media)) + " fps, variable";
  return std::to_string(slowest) + "-" + std::to_string(fastest) + " fps, variable";
}

/// "rotated 90°", "mirrored", both, or nothing.
std::string turned_in_words(const VideoStream& video) {
  // A turn of half a circle and a mirror are a picture upside down; ffprobe tells any mirror as one along the other side.
  const int rotation = video.mirrored ? (video.rotation + 180) % 360 : video.rotation;
  std::string words = rotation == 0 ? "" : "rotated " + std::to_string(rotation) + "°";
  if (video.mirrored) words += words.empty() ? "mirrored" : ", mirrored";
  return words;
}

std::string video_line(const Media& media) {
  const VideoStream& video = media.video.front();
  std::string line = video.codec + ", " + std::to_string(video.display_width()) + "x" +
                     std::to_string(video.display_height());
  if (video.hdr()) line += ", " + hdr_in_words(video);
  if (media.is_still()) return line + ", a still";
  return line + ", " + rate_in_words(media) + ", " + std::to_string(media.pictures.shown.size()) + " pictures";
}

/// What of its sound's time a person should know.
void note_sound(const Media& media, std::size_t track, std::vector<std::string>& notes) {
  const AudioStream& audio = media.audio[track];
  if (media.audio.size() > 1) {
    notes.push_back("sound track " + std::to_string(track + 1) + " of " + std::to_string(media.audio.size()) +
                    (audio.language.empty() ? "" : " (" + audio.language + ")"));
  }
  if (audio.channels_change) notes.emplace_back("its sound changes channels on the way: decoded first, to the film's");
  if (audio.channels > 2) notes.push_back(channels_in_words(audio) + " sound");
  if (!media.has_picture() || media.is_still() || track >= media.sound.size() || audio.sample_rate <= 0) return;
  const Rational noticed(1, 10);
  const auto about = [](Rational seconds) { return short_decimal(Rational((seconds * 10).round_half_up(), 10)); };
  const SoundIndex& sound = media.sound[track];
  const Rational begins = Rational(sound.first, audio.sample_rate) - media.pictures.origin;
  const Rational ends = Rational(sound.end, audio.sample_rate) - media.pictures.origin;
  if (begins > noticed) notes.push_back("sound begins late, at " + about(begins) + " s");
  if (media.seconds - ends > noticed) notes.push_back("sound ends early, at " + about(ends) + " s");
  if (sound.gaps) notes.emplace_back("gaps in the sound: silent there");
}

}  // namespace

std::string layout_in_words(std::string_view layout) { return std::string(layout.substr(0, layout.find("(side)"))); }

std::string channels_in_words(const AudioStream& audio) {
  if (audio.channels == 1) return "mono";
  if (audio.channels == 2) return "stereo";
  const std::string plain = layout_in_words(audio.layout);
  return plain.empty() || plain.find("channels") != std::string::npos
             ? std::to_string(audio.channels) + "-channel"
             : plain;
}

std::string hdr_in_words(const VideoStream& video) {
  if (!video.hdr()) return {};
  return video.color_transfer == "smpte2084" ? "HDR (PQ)" : "HDR (HLG)";
}

std::string rate_in_words(const Media& media) {
  if (!media.has_picture() || media.is_still()) return "";
  return media.variable_rate ? variable_in_words(media) : short_decimal(pictures_a_second(media)) + " fps";
}

std::string probe_json(const ProbeReport& report) {
  std::string text =
      "{\"file\":" + core::json_string(report.file) + ",\"usable\":" + (report.usable() ? "true" : "false");
  text += ",\"code\":" + (report.wrong ? core::json_string(report.wrong->code) : "null");
  text += ",\"reason\":" + (report.wrong ? core::json_string(report.wrong->message) : "null");
  const Media* media = report.media.get();
  if (media == nullptr)
    return text + R"(,"container":null,"seconds":null,"start":null,"video":null,"audio":[]})";
  text += ",\"container\":" + core::json_string(media->format);
  text += ",\"seconds\":" + media->seconds.to_decimal(6) + ",\"start\":" + media->start.to_decimal(6);
  text += ",\"video\":" + json::serialize(video_json(*media));
  return text + ",\"audio\":" + json::serialize(audio_json(*media)) + '}';
}

std::string probe_text(const ProbeReport& report) {
  std::string text = report.file + '\n';
  if (report.wrong) {
    text += "  not usable: " + report.wrong->message + '\n';
    if (!report.wrong->hint.empty()) text += "  " + report.wrong->hint + '\n';
    return text;
  }
  if (!report.media) return text;
  const Media& media = *report.media;
  if (!media.is_still()) text += "  " + span_in_words(media.seconds) + '\n';
  if (media.has_picture()) text += "  picture: " + video_line(media) + '\n';
  for (const AudioStream& audio : media.audio) {
    text += "  sound: " + audio.codec + ", " + channels_in_words(audio) + ", " +
            std::to_string(audio.sample_rate) + " Hz";
    text += audio.language.empty() ? "\n" : ", " + audio.language + '\n';
  }
  for (const std::string& note : notes_about(media, 0)) text += "  note: " + note + '\n';
  return text;
}

std::vector<std::string> notes_about(const Media& media, std::size_t track) {
  std::vector<std::string> notes;
  if (media.has_picture()) {
    const VideoStream& video = media.video.front();
    if (const std::string turned = turned_in_words(video); !turned.empty()) notes.push_back(turned);
    if (video.interlaced) notes.emplace_back("interlaced: deinterlaced first");
    if (video.sample_aspect != Rational(1)) {
      notes.push_back("pixels that are not square: " + std::to_string(video.width) + "x" +
                      std::to_string(video.height) + " is shown as " + std::to_string(video.display_width()) +
                      "x" + std::to_string(video.display_height()));
    }
  }
  if (track < media.audio.size()) note_sound(media, track, notes);
  return notes;
}

}  // namespace spool::pipelines
