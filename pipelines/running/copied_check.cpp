#include "pipelines/running/copied_check.h"

#include <fstream>
#include <iterator>
#include <utility>

#include <unistd.h>

#include "pipelines/ffmpeg/copied_packets.h"
#include "pipelines/ffmpeg/mp4_parts.h"

namespace spool::pipelines {
namespace {

namespace asio = boost::asio;

/// Enough for the parameter sets and messages before the first slice.
std::string bytes_of_slice_at(const std::string& path, std::uint64_t offset) {
  constexpr std::size_t enough = std::size_t{64} * 1024;
  std::ifstream file(path, std::ios::binary);
  std::string bytes(enough, '\0');
  file.seekg(static_cast<std::streamoff>(offset));
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

/// The list of the packets, which is of no more use then.
std::string take_list(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string list{std::istreambuf_iterator<char>(file), {}};
  ::unlink(path.c_str());
  return list;
}

/// By what the files say; gives the list.
core::Result<std::string> look_at_copy(const ClipJob& clip, const std::string& folder) {
  const std::string path = folder + "/" + clip.output;
  std::string list = take_list(packet_list(path));
  if (const auto wrong = wrong_packets(clip, list)) return wrong_copy(*wrong);
  const auto part = read_mp4_part(path);
  if (!part) return part.error();
  if (!begins_anew(*part, bytes_of_slice_at(path, part->begins_at))) return wrong_copy("its first keyframe needs pictures from before it");
  return {boost::system::in_place_value, std::move(list)};
}

}  // namespace

asio::awaitable<core::Result<void>> check_copy(core::Runner& runner, core::Blocking& blocking, CopiedLook look, ClipJob clip) {
  const std::string file = clip.output;
  const auto look_at = [clip = std::move(clip), folder = look.folder] { return look_at_copy(clip, folder); };
  auto list = co_await blocking.run(look_at);
  if (!list) co_return list.error();
  core::Result<void> right = co_await check_copied_part(runner, std::move(look), file, std::move(list).value());
  co_return right;
}

}  // namespace spool::pipelines
