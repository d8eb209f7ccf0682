#include "real_ffmpeg.h"

#include "core/child_runner.h"
#include "core/slots.h"
#include "pipelines/ffmpeg/capabilities.h"
#include "pipelines/media/probe.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace spool::test {
namespace {

namespace asio = boost::asio;

class KeptLines final : public core::Output {
 public:
  bool on_stdout(std::string_view chunk) override {
    ran.out += chunk;
    return true;
  }
  void on_stderr(std::string_view chunk) override { ran.err += chunk; }

  Ran ran;
};

asio::awaitable<void> carry_out(core::Runner& runner, core::Command command, KeptLines& kept) {
  const core::Ending ending = co_await runner.run(std::move(command), kept);
  if (const auto* exited = std::get_if<core::Exited>(&ending)) kept.ran.code = exited->code;
}

asio::awaitable<void> look(pipelines::Prober& prober, std::string path, pipelines::MediaPtr& media,
                           std::string& why) {
  auto found = co_await prober.probe(std::move(path));
  if (found.has_value()) {
    media = found.value();
  } else {
    why = core::to_line(found.error());
  }
}

std::string program(const char* variable, const char* name) {
  const char* chosen = std::getenv(variable);
  return chosen == nullptr ? name : chosen;
}

}  // namespace

Ran run(const std::vector<std::string>& argv, const std::string& folder) {
  asio::io_context loop;
  core::ChildRunner runner(loop.get_executor());
  KeptLines kept;
  core::Command command;
  command.argv = argv;
  command.folder = folder;
  asio::co_spawn(loop, carry_out(runner, std::move(command), kept), asio::detached);
  loop.run();
  return kept.ran;
}

std::string must_run(const std::vector<std::string>& argv, const std::string& folder) {
  Ran ran = run(argv, folder);
  std::string said;
  for (const std::string& word : argv) said += word + " ";
  EXPECT_EQ(ran.code, 0) << said << "\n" << ran.err;
  return std::move(ran.out);
}

const pipelines::Tools& tools() {
  static const pipelines::Tools found = [] {
    pipelines::Tools asked;
    asked.ffmpeg = program("SPOOL_FFMPEG", "ffmpeg");
    asked.ffprobe = program("SPOOL_FFPROBE", "ffprobe");
    const Ran ran = run({asked.ffmpeg, "-version"});
    EXPECT_EQ(ran.code, 0) << "these tests need ffmpeg: apt-get install ffmpeg";
    asked.major = pipelines::parse_version(ran.out).major;
    return asked;
  }();
  return found;
}

pipelines::MediaPtr media_of(const std::string& path) {
  asio::io_context loop;
  core::ChildRunner runner(loop.get_executor());
  core::Slots slots(loop.get_executor(), 1);
  pipelines::ProbeSettings settings;
  settings.ffprobe = tools().ffprobe;
  pipelines::Prober prober(runner, slots, settings);
  pipelines::MediaPtr media;
  std::string why = "no answer";
  asio::co_spawn(loop, look(prober, path, media, why), asio::detached);
  loop.run();
  EXPECT_TRUE(media) << path << ": " << why;
  return media;
}

WorkFolder::WorkFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "spool-test-XXXXXX").string();
  path_ = mkdtemp(name.data());
}

WorkFolder::~WorkFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void write_file(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string footage(const std::string& name) {
  const char* folder = std::getenv("SPOOL_FOOTAGE");
  std::string path = std::string(folder == nullptr ? SPOOL_SOURCE_DIR "/build/footage" : folder) + "/" + name;
  EXPECT_TRUE(std::filesystem::exists(path))
      << path << " is missing: scripts/footage fetches what tests need";
  return path;
}

}  // namespace spool::test
