#include "pipelines/media/media_codec.h"

#include "core/utf8.h"
#include "pipelines/media/media_codec_stamps.h"

#include <boost/json.hpp>

#include <array>
#include <limits>
#include <optional>
#include <stdexcept>
#include <utility>

namespace spool::pipelines {
namespace {

namespace json = boost::json;

constexpr std::array<std::pair<ContainerKind, std::string_view>, 6> kinds = {
    {{ContainerKind::mp4, "mp4"},
     {ContainerKind::matroska, "matroska"},
     {ContainerKind::mpeg, "mpeg"},
     {ContainerKind::picture, "picture"},
     {ContainerKind::audio, "audio"},
     {ContainerKind::other, "other"}}};

// One function names the fields of each struct; a Writer and a Reader are led through it, so that neither
// forgets one.

template <class Fields, class Light>
void each_field(Fields& fields, Light& light, const ToldLight*) {
  fields("display", light.display);
  fields("brightest", light.brightest);
  fields("average", light.average);
}

template <class Fields, class Video>
void each_field(Fields& fields, Video& video, const VideoStream*) {
  fields("index", video.index);
  fields("ordinal", video.ordinal);
  fields("codec", video.codec);
  fields("profile", video.profile);
  fields("pixel_format", video.pixel_format);
  fields("width", video.width);
  fields("height", video.height);
  fields("sample_aspect", video.sample_aspect);
  fields("rotation", video.rotation);
  fields("mirrored", video.mirrored);
  fields("rate", video.rate);
  fields("average_rate", video.average_rate);
  fields("time_base", video.time_base);
  fields("interlaced", video.interlaced);
  fields("color_range", video.color_range);
  fields("color_matrix", video.color_matrix);
  fields("color_primaries", video.color_primaries);
  fields("color_transfer", video.color_transfer);
  fields("bits", video.bits);
  fields("peak_nits", video.peak_nits);
  fields("light", video.light);
}

template <class Fields, class Audio>
void each_field(Fields& fields, Audio& audio, const AudioStream*) {
  fields("index", audio.index);
  fields("ordinal", audio.ordinal);
  fields("codec", audio.codec);
  fields("sample_rate", audio.sample_rate);
  fields("channels", audio.channels);
  fields("layout", audio.layout);
  fields("language", audio.language);
  fields("time_base", audio.time_base);
  fields("channels_change", audio.channels_change);
}

template <class Fields, class Index>
void each_field(Fields& fields, Index& index, const PictureIndex*) {
  fields("time_base", index.time_base);
  fields("origin", index.origin);
  fields("container_start", index.container_start);
  fields("shown", index.shown);
  fields("keyframes", index.keyframes);
  fields("last_duration", index.last_duration);
  fields("seams", index.seams);
  fields("reorder", index.reorder);
}

template <class Fields, class Index>
void each_field(Fields& fields, Index& index, const SoundIndex*) {
  fields("first", index.first);
  fields("end", index.end);
  fields("frame_size", index.frame_size);
  fields("gaps", index.gaps);
}

template <class Fields, class Identity>
void each_field(Fields& fields, Identity& identity, const FileIdentity*) {
  fields("device", identity.device);
  fields("inode", identity.inode);
  fields("size", identity.size);
  fields("modified_ns", identity.modified_ns);
  fields("changed_ns", identity.changed_ns);
}

template <class Fields, class OneTag>
void each_field(Fields& fields, OneTag& tag, const Tag*) {
  fields("name", tag.name);
  fields("text", tag.text);
}

template <class Fields, class Whole>
void each_field(Fields& fields, Whole& media, const Media*) {
  fields("path", media.path);
  fields("format", media.format);
  fields("kind", media.kind);
  fields("identity", media.identity);
  fields("start", media.start);
  fields("seconds", media.seconds);
  fields("video", media.video);
  fields("audio", media.audio);
  fields("variable_rate", media.variable_rate);
  fields("pictures", media.pictures);
  fields("sound", media.sound);
  fields("tags", media.tags);
}

// ---- writing ----

/// Ticks from picture to picture, where the stream says how many there are a second.
Rational step_of(const Media& media) {
  if (media.video.empty()) return 0;
  const VideoStream& video = media.video.front();
  const Rational rate = media.variable_rate || video.rate <= Rational(0) ? video.average_rate : video.rate;
  if (rate <= Rational(0) || media.pictures.time_base <= Rational(0)) return 0;
  try {
    return Rational(1) / (rate * media.pictures.time_base);
  } catch (const std::overflow_error&) {
    return 0;
  }
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const core::Letter letter = core::first_letter(text);
    if (!letter.valid) return false;
    text.remove_prefix(letter.bytes);
  }
  return true;
}

class Writer {
 public:
  explicit Writer(Rational step) : step_(step) {}

  template <class Value>
  void operator()(std::string_view name, const Value& value) {
    object_[name] = form(value);
  }

  template <class Struct>
  json::value form(const Struct& value) {
    Writer inner(step_);
    each_field(inner, value, static_cast<const Struct*>(nullptr));
    return std::move(inner.object_);
  }
  template <class Item>
  json::value form(const std::vector<Item>& items) {
    json::array list;
    for (const Item& item : items) list.push_back(form(item));
    return list;
  }
  template <class Item>
  json::value form(const std::optional<Item>& item) {
    return item ? form(*item) : json::value(nullptr);
  }
  json::value form(const std::vector<std::int64_t>& stamps) { return json::string(to_runs(stamps, step_)); }
  json::value form(const Rational& value) {
    if (value.is_integer()) return value.num();
    return json::array{value.num(), value.den()};
  }
  json::value form(ContainerKind kind) {
    for (const auto& [known, word] : kinds) {
      if (known == kind) return json::string(word);
    }
    return nullptr;
  }
  json::value form(bool value) { return value; }
  json::value form(int value) { return value; }
  json::value form(std::int64_t value) { return value; }
  json::value form(std::uint64_t value) { return value; }
  /// Other bytes than UTF-8: as a list of their values.
  json::value form(const std::string& text) {
    if (is_utf8(text)) return json::string(text);
    json::array bytes;
    for (const char byte : text) bytes.emplace_back(static_cast<unsigned char>(byte));
    return bytes;
  }

 private:
  Rational step_;
  json::object object_;
};

// ---- reading ----

/// Looks a struct's fields up. What is missing or of another kind makes the whole text a damaged one.
class Reader {
 public:
  explicit Reader(const json::value& value) : object_(value.if_object()), damaged_(object_ == nullptr) {}

  template <class Value>
  void operator()(std::string_view name, Value& value) {
    const json::value* found = damaged_ ? nullptr : object_->if_contains(name);
    damaged_ = found == nullptr || !take(*found, value);
  }
  [[nodiscard]] bool damaged() const { return damaged_; }

 private:
  template <class Struct>
  bool take(const json::value& from, Struct& to) {
    Reader inner(from);
    each_field(inner, to, static_cast<const Struct*>(nullptr));
    return !inner.damaged();
  }
  template <class Item>
  bool take(const json::value& from, std::vector<Item>& to) {
    const json::array* list = from.if_array();
    if (list == nullptr) return false;
    for (const json::value& item : *list) {
      if (!take(item, to.emplace_back())) return false;
    }
    return true;
  }
  template <class Item>
  bool take(const json::value& from, std::optional<Item>& to) {
    return from.is_null() || take(from, to.emplace());
  }
  bool take(const json::value& from, std::vector<std::int64_t>& to) {
    const json::string* text = from.if_string();
    auto stamps = text == nullptr ? std::nullopt : from_runs({text->data(), text->size()});
    if (stamps) to = std::move(*stamps);
    return stamps.has_value();
  }
  bool take(const json::value& from, Rational& to) {
    std::int64_t whole = 0;
    if (number(from, whole)) {
      to = whole;
      return true;
    }
    const json::array* parts = from.if_array();
    std::int64_t divisor = 0;
    if (parts == nullptr || parts->size() != 2 || !number((*parts)[0], whole) ||
        !number((*parts)[1], divisor))
      return false;
    if (divisor <= 0 || whole == std::numeric_limits<std::int64_t>::min()) return false;
    to = Rational(whole, divisor);
    return true;
  }
  bool take(const json::value& from, ContainerKind& to) {
    const json::string* text = from.if_string();
    for (const auto& [kind, word] : kinds) {
      if (text == nullptr || std::string_view(text->data(), text->size()) != word) continue;
      to = kind;
      return true;
    }
    return false;
  }
  bool take(const json::value& from, bool& to) {
    const bool* truth = from.if_bool();
    if (truth != nullptr) to = *truth;
    return truth != nullptr;
  }
  bool take(const json::value& from, int& to) { return number(from, to); }
  bool take(const json::value& from, std::int64_t& to) { return number(from, to); }
  bool take(const json::value& from, std::uint64_t& to) { return number(from, to); }
  bool take(const json::value& from, std::string& to) {
    if (const json::string* text = from.if_string()) {
      to.assign(text->data(), text->size());
      return true;
    }
    const json::array* bytes = from.if_array();
    if (bytes == nullptr) return false;
    for (const json::value& one : *bytes) {
      unsigned char byte = 0;
      if (!number(one, byte)) return false;
      to += static_cast<char>(byte);
    }
    return true;
  }
  template <class Number>
  static bool number(const json::value& from, Number& to) {
    if (!from.is_int64() && !from.is_uint64()) return false;
    json::error_code wrong;
    const auto value = from.to_number<Number>(wrong);
    if (!wrong) to = value;
    return !wrong;
  }

  const json::object* object_;
  bool damaged_;
};

/// What planning relies on without looking again.
bool hangs_together(const Media& media) {
  const auto runs = [](const auto& stream) { return stream.time_base > Rational(0); };
  for (const VideoStream& video : media.video) {
    if (!runs(video) || video.width <= 0 || video.height <= 0 || video.sample_aspect <= Rational(0))
      return false;
    if (!video.light.display.empty() && video.light.display.size() != 10) return false;
    if (video.rotation % 90 != 0 || video.rotation < 0 || video.rotation >= 360) return false;
  }
  for (const AudioStream& audio : media.audio) {
    if (!runs(audio) || audio.sample_rate <= 0 || audio.channels <= 0) return false;
  }
  return runs(media.pictures) && (media.sound.empty() || media.sound.size() == media.audio.size());
}

core::Error damaged(std::string_view what) {
  return {"state.damaged",
          "what was kept of a probe " + std::string(what),
          "the file is probed anew where that is allowed",
          {}};
}

}  // namespace

std::string to_json(const Media& media) {
  Writer writer(step_of(media));
  json::value body = writer.form(media);
  body.as_object()["form"] = media_form;
  return json::serialize(body);
}

core::Result<Media> media_from_json(std::string_view text) {
  json::error_code wrong;
  const json::value body = json::parse(json::string_view(text.data(), text.size()), wrong);
  if (wrong) return damaged("is no JSON: " + wrong.message());
  const json::object* object = body.if_object();
  const json::value* form = object == nullptr ? nullptr : object->if_contains("form");
  if (form == nullptr || !form->is_string() ||
      form->as_string() != json::string_view(media_form.data(), media_form.size()))
    return damaged("has another form than " + std::string(media_form));
  Media media;
  Reader reader(body);
  each_field(reader, media, static_cast<const Media*>(nullptr));
  if (reader.damaged()) return damaged("lacks something, or holds it in another form");
  if (!hangs_together(media)) return damaged("cannot be true");
  return media;
}

}  // namespace spool::pipelines
