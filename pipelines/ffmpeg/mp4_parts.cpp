#include "pipelines/ffmpeg/mp4_parts.h"

#include "pipelines/ffmpeg/big_endian.h"

#include <array>
#include <cstddef>
#include <fstream>

namespace spool::pipelines {
namespace {

using core::Error;
using core::Result;

constexpr std::uint64_t longest_moov = 64U << 20U;  // a day of pictures is a tenth of it
constexpr std::size_t header_size = 8;

struct Box {
  std::string_view type, content, whole;
};

/// The box at the front of `rest`, which goes on behind it; none at the end or where it does not fit.
std::optional<Box> take_box(std::string_view& rest) {
  if (rest.size() < header_size) return std::nullopt;
  std::uint64_t size = big_endian(rest, 0, 4);
  std::size_t header = header_size;
  if (size == 1 && rest.size() >= 2 * header_size) {
    size = big_endian(rest, header_size, 8);
    header = 2 * header_size;
  }
  if (size < header || size > rest.size()) return std::nullopt;
  const auto length = static_cast<std::size_t>(size);
  const Box box = {rest.substr(4, 4), rest.substr(header, length - header), rest.substr(0, length)};
  rest.remove_prefix(length);
  return box;
}

std::string_view child(std::string_view parent, std::string_view type) {
  while (const auto box = take_box(parent)) {
    if (box->type == type) return box->content;
  }
  return {};
}

bool is_picture_track(std::string_view media) {
  const std::string_view handler = child(media, "hdlr");
  return handler.size() >= 12 && handler.substr(8, 4) == "vide";
}

/// The media box of the first picture track.
std::string_view picture_media(std::string_view moov) {
  while (const auto box = take_box(moov)) {
    if (box->type != "trak") continue;
    const std::string_view media = child(box->content, "mdia");
    if (is_picture_track(media)) return media;
  }
  return {};
}

std::optional<std::int64_t> timescale_of(std::string_view media) {
  const std::string_view header = child(media, "mdhd");
  if (header.empty()) return std::nullopt;
  const std::size_t at = header[0] == 1 ? 20 : 12;
  if (header.size() < at + 4) return std::nullopt;
  return static_cast<std::int64_t>(big_endian(header, at, 4));
}

std::optional<std::int64_t> samples_of(std::string_view table) {
  const std::string_view sizes = child(table, "stsz");
  if (sizes.size() < 12) return std::nullopt;
  return static_cast<std::int64_t>(big_endian(sizes, 8, 4));
}

/// Where the first chunk begins, and with it the first picture.
std::optional<std::uint64_t> first_chunk(std::string_view table) {
  constexpr std::size_t count_at = 4, offsets_at = 8;
  const std::string_view narrow = child(table, "stco");
  const std::string_view offsets = narrow.empty() ? child(table, "co64") : narrow;
  const std::size_t size = narrow.empty() ? 8 : 4;
  if (offsets.size() < offsets_at + size || big_endian(offsets, count_at, 4) == 0) return std::nullopt;
  return big_endian(offsets, offsets_at, size);
}

/// The one sample entry: its size, codec, and the boxes that its decoder is set up from.
bool describe(std::string_view table, Mp4Part& part) {
  constexpr std::size_t before_entry = 8, fixed_part = 78, size_at = 24;
  std::string_view entries = child(table, "stsd");
  if (entries.size() < before_entry || big_endian(entries, 4, 4) != 1) return false;
  entries.remove_prefix(before_entry);
  const auto entry = take_box(entries);
  if (!entry || entry->content.size() < fixed_part) return false;
  part.codec = entry->type;
  part.width = static_cast<int>(big_endian(entry->content, size_at, 2));
  part.height = static_cast<int>(big_endian(entry->content, size_at + 2, 2));
  std::string_view boxes = entry->content.substr(fixed_part);
  while (const auto box = take_box(boxes)) {
    if (box->type != "btrt") part.description += box->whole;  // the bit rate is each part's own
  }
  return true;
}

Error unreadable(const std::string& why) {
  return {"render.part_unreadable", why, "run it again; if that does not help, look at the disk", {}};
}

struct BoxHeader {
  std::string type;
  std::uint64_t header = 0, size = 0;
};

std::optional<BoxHeader> read_header(std::ifstream& file, std::uint64_t left) {
  std::array<char, 2 * header_size> bytes{};
  if (left < header_size || !file.read(bytes.data(), header_size)) return std::nullopt;
  const std::string_view view(bytes.data(), bytes.size());
  BoxHeader box = {std::string(view.substr(4, 4)), header_size, big_endian(view, 0, 4)};
  if (box.size == 1) {
    if (!file.read(bytes.data() + header_size, header_size)) return std::nullopt;
    box.header = 2 * header_size;
    box.size = big_endian(view, header_size, 8);
  }
  if (box.size == 0) box.size = left;
  if (box.size < box.header || box.size > left) return std::nullopt;
  return box;
}

}  // namespace

Result<Mp4Part> parse_moov(std::string_view moov) {
  const std::string_view media = picture_media(moov);
  if (media.empty()) return unreadable("a part has no picture track");
  const std::string_view table = child(child(media, "minf"), "stbl");
  const auto timescale = timescale_of(media);
  const auto samples = samples_of(table);
  Mp4Part part;
  if (!timescale || !samples || !describe(table, part)) return unreadable("a part's index is damaged");
  part.timescale = *timescale;
  part.samples = *samples;
  part.begins_at = first_chunk(table).value_or(0);
  return part;
}

Result<Mp4Part> read_mp4_part(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) return unreadable("\"" + path + "\" cannot be opened");
  auto left = static_cast<std::uint64_t>(file.tellg());
  file.seekg(0);
  while (const auto box = read_header(file, left)) {
    const std::uint64_t content = box->size - box->header;
    if (box->type == "moov" && content <= longest_moov) {
      std::string moov(static_cast<std::size_t>(content), '\0');
      if (!file.read(moov.data(), static_cast<std::streamsize>(content))) break;
      return parse_moov(moov);
    }
    left -= box->size;
    if (!file.seekg(static_cast<std::streamoff>(content), std::ios::cur)) break;
  }
  return unreadable("\"" + path + "\" has no index: it was cut off while being written");
}

std::optional<std::string> difference_in_kind(const Mp4Part& one, const Mp4Part& other) {
  if (one.codec != other.codec) return "codec " + one.codec + " and " + other.codec;
  if (one.width != other.width || one.height != other.height) {
    return "size " + std::to_string(one.width) + "x" + std::to_string(one.height) + " and " +
           std::to_string(other.width) + "x" + std::to_string(other.height);
  }
  if (one.timescale != other.timescale) {
    return "time scale " + std::to_string(one.timescale) + " and " + std::to_string(other.timescale);
  }
  return std::nullopt;
}

std::optional<std::string> difference(const Mp4Part& one, const Mp4Part& other) {
  if (auto differs = difference_in_kind(one, other)) return differs;
  if (one.description != other.description) return "the encoder's parameters or the colours";
  return std::nullopt;
}

}  // namespace spool::pipelines
