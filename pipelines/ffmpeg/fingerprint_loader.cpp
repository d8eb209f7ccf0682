#include "pipelines/ffmpeg/fingerprint_loader.h"

#include <elf.h>
#include <link.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <fstream>

namespace spool::pipelines {
namespace {

using Header = ElfW(Ehdr);
using Segment = ElfW(Phdr);
using Note = ElfW(Nhdr);

constexpr unsigned char our_class = sizeof(void*) == 8 ? ELFCLASS64 : ELFCLASS32;
constexpr std::size_t longest_path = 4096;
constexpr std::size_t longest_notes = 65536;

template <class Struct>
bool read_at(std::ifstream& file, std::uint64_t offset, Struct& into) {
  file.seekg(static_cast<std::streamoff>(offset));
  std::array<char, sizeof(Struct)> bytes{};
  if (!file.read(bytes.data(), bytes.size())) return false;
  std::memcpy(&into, bytes.data(), bytes.size());
  return true;
}

/// Its segments, as the loader sees them; none where it is no ELF file of this machine's word length.
std::optional<std::vector<Segment>> read_segments(std::ifstream& file) {
  Header header = {};
  if (!read_at(file, 0, header) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0) return std::nullopt;
  if (header.e_ident[EI_CLASS] != our_class || header.e_phentsize != sizeof(Segment)) return std::nullopt;
  std::vector<Segment> segments;
  for (std::uint64_t i = 0; i < header.e_phnum; ++i) {
    Segment segment = {};
    if (!read_at(file, header.e_phoff + i * sizeof(Segment), segment)) break;
    segments.push_back(segment);
  }
  return segments;
}

/// The build id among the notes of a segment: each is a header, a name and a description, both filled up.
std::optional<std::string> build_id_in(std::string_view notes, std::uint64_t alignment) {
  constexpr std::string_view gnu(ELF_NOTE_GNU, sizeof ELF_NOTE_GNU);
  constexpr std::size_t shortest_id = 8;
  const auto filled_up = [&](std::uint64_t size) { return (size + alignment - 1) / alignment * alignment; };
  Note note = {};
  while (notes.size() >= sizeof note) {
    std::memcpy(&note, notes.data(), sizeof note);
    const std::uint64_t name = sizeof note;
    const std::uint64_t description = filled_up(name + note.n_namesz);
    const std::uint64_t end = description + note.n_descsz;
    if (end > notes.size()) return std::nullopt;
    const bool is_id = note.n_type == NT_GNU_BUILD_ID && notes.substr(name, note.n_namesz) == gnu;
    if (is_id && note.n_descsz >= shortest_id) return std::string(notes.substr(description, note.n_descsz));
    notes.remove_prefix(std::min<std::uint64_t>(filled_up(end), notes.size()));
  }
  return std::nullopt;
}

std::optional<std::string> bytes_at(std::ifstream& file, const Segment& segment) {
  std::string bytes(segment.p_filesz, '\0');
  file.seekg(static_cast<std::streamoff>(segment.p_offset));
  if (!file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) return std::nullopt;
  return bytes;
}

std::optional<std::string> path_at(std::ifstream& file, const Segment& segment) {
  if (segment.p_filesz < 2 || segment.p_filesz > longest_path) return std::nullopt;
  auto path = bytes_at(file, segment);
  if (!path) return std::nullopt;
  path->resize(std::min(path->find('\0'), path->size()));
  if (path->empty() || path->front() != '/') return std::nullopt;
  return path;
}

std::string_view without_address(std::string_view line) {
  const std::size_t address = line.rfind(" (0x");
  return line.substr(0, address);
}

}  // namespace

core::Result<ProgramKind> look_at_program(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return core::Error{"ffmpeg.missing",
                       "\"" + path + "\" cannot be read: " + std::strerror(errno),
                       "install ffmpeg, or name it with --ffmpeg",
                       {}};
  }
  ProgramKind kind;
  const auto segments = read_segments(file);
  if (!segments) return kind;
  kind.native = true;
  const auto interpreter = std::ranges::find(*segments, PT_INTERP, &Segment::p_type);
  if (interpreter == segments->end()) return kind;
  kind.loader = path_at(file, *interpreter);
  kind.native = kind.loader.has_value();
  return kind;
}

std::optional<std::string> build_id(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const auto segments = read_segments(file);
  if (!segments) return std::nullopt;
  for (const Segment& segment : *segments) {
    if (segment.p_type != PT_NOTE || segment.p_filesz > longest_notes) continue;
    const auto notes = bytes_at(file, segment);
    const std::uint64_t alignment = segment.p_align == 8 ? 8 : 4;
    const auto id = notes ? build_id_in(*notes, alignment) : std::nullopt;
    if (id) return id;
  }
  return std::nullopt;
}

core::Result<std::vector<std::string>> parse_loader_list(std::string_view printed) {
  constexpr std::string_view arrow = " => ";
  std::vector<std::string> files;
  while (!printed.empty()) {
    const std::size_t end = printed.find('\n');
    std::string_view line = printed.substr(0, end);
    printed.remove_prefix(end == std::string_view::npos ? printed.size() : end + 1);
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (const std::size_t at = line.find(arrow); at != std::string_view::npos) {
      const std::string_view name = line.substr(0, at);
      line.remove_prefix(at + arrow.size());
      if (line.starts_with("not found")) {
        return core::Error{"ffmpeg.broken",
                           "ffmpeg needs the library " + std::string(name) + ", which is not there",
                           "install it, or name another ffmpeg with --ffmpeg",
                           {}};
      }
    }
    // What has no path is the kernel's own (linux-vdso), or a word such as "statically linked".
    if (line.starts_with('/')) files.emplace_back(without_address(line));
  }
  return files;
}

std::string loader_search() {
  constexpr std::array<const char*, 4> names = {"LD_LIBRARY_PATH", "LD_PRELOAD", "LD_AUDIT",
                                                "GLIBC_TUNABLES"};
  std::string search;
  for (const char* name : names) {
    const char* value = std::getenv(name);
    if (value != nullptr) search += std::string(name) + "=" + value + "\n";
  }
  return search;
}

}  // namespace spool::pipelines
