// Who an ffmpeg is: the real one, a static program, a script around it; and files that change.
#include "pipelines/ffmpeg/fingerprint.h"

#include "core/child_runner.h"
#include "pipelines/ffmpeg/fingerprint_loader.h"
#include "pipelines/ffmpeg/wrapped_program.h"
#include "tests/core/support.h"
#include "tests/ffmpeg/real_ffmpeg.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace spool::test {
namespace {

using namespace pipelines;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Fingerprints : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("spool-fingerprint-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  core::Result<Fingerprint> take(const std::string& program) {
    core::ChildRunner runner(loop_.executor());
    core::Blocking blocking(loop_.executor());
    return *loop_.run(wrapped(runner, blocking, program));
  }
  boost::asio::awaitable<std::optional<core::Result<Fingerprint>>> wrapped(core::Runner& runner,
                                                                           core::Blocking& blocking,
                                                                           std::string program) {
    auto taken = co_await take_fingerprint(runner, blocking, std::move(program));
    co_return std::optional(std::move(taken));
  }
  /// A file that can be run, as old as if it had been there long.
  std::string program(const std::string& name, const std::string& text) {
    const std::filesystem::path path = folder_ / name;
    std::ofstream(path) << text;
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path.string();
  }

  std::filesystem::path folder_;
  Loop loop_;
};

TEST_F(Fingerprints, OfTheRealFfmpegHoldItsLibrariesAndAreTheSameTwice) {
  const auto one = take("ffmpeg");
  ASSERT_TRUE(one) << one.error().message << " (install ffmpeg)";
  EXPECT_TRUE(one->whole);
  EXPECT_EQ(one->digest.size(), 32U);
  const auto has = [&](const char* name) {
    return std::any_of(one->files.begin(), one->files.end(),
                       [&](const auto& file) { return file.first.find(name) != std::string::npos; });
  };
  for (const char* name : {"/ffmpeg", "libavcodec", "libx264", "ld-linux"}) EXPECT_TRUE(has(name)) << name;
  EXPECT_TRUE(std::is_sorted(one->files.begin(), one->files.end(),
                             [](const auto& a, const auto& b) { return a.first < b.first; }));
  EXPECT_EQ(take("ffmpeg")->digest, one->digest);
  const auto began = std::chrono::steady_clock::now();
  EXPECT_TRUE(one->still_holds());
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
  RecordProperty("still_holds_ms", std::to_string(took.count()));
  EXPECT_LT(took.count(), 50) << "a stat for each of " << one->files.size() << " files";
}

TEST_F(Fingerprints, OfACopyAreTheSameContentInOtherPlaces) {
  const std::string copy = (folder_ / "ffmpeg-copy").string();
  std::filesystem::copy_file("/usr/bin/ffmpeg", copy);
  EXPECT_EQ(take(copy)->digest, take("/usr/bin/ffmpeg")->digest);
  std::ofstream(copy, std::ios::app) << "x";
  EXPECT_NE(take(copy)->digest, take("/usr/bin/ffmpeg")->digest);
}

/// Its notes are found in this file by their name.
TEST_F(Fingerprints, OfAnotherBuildDifferAndWithoutABuildIdAreTheWholeContent) {
  const std::string name = std::string("GNU") + '\0';
  const std::string id = build_id("/usr/bin/ffmpeg").value();
  const auto copy_with = [&](const std::string& file, const auto& change) {
    std::string bytes = read_file("/usr/bin/ffmpeg");
    const std::size_t at = bytes.find(name + id);
    EXPECT_NE(at, std::string::npos);
    change(bytes, at);
    return program(file, bytes);
  };
  const auto take_id = [](std::string& bytes, std::size_t at) { bytes[at] = 'X'; };
  const std::string same = copy_with("same", [](std::string&, std::size_t) {});
  const std::string other =
      copy_with("other", [&](std::string& bytes, std::size_t at) { bytes[at + name.size()] ^= 1; });
  const std::string none = copy_with("none", take_id);
  const std::string none_too = copy_with("none-too", [&](std::string& bytes, std::size_t at) {
    take_id(bytes, at);
    bytes.back() ^= 1;
  });
  EXPECT_EQ(build_id(same), id);
  EXPECT_FALSE(build_id(none));
  EXPECT_FALSE(build_id("/etc/passwd"));
  EXPECT_FALSE(build_id("/no/such/library.so"));
  const auto digest = [this](const std::string& path) { return take(path)->digest; };
  EXPECT_EQ(digest(same), digest("/usr/bin/ffmpeg"));
  EXPECT_NE(digest(other), digest(same));
  EXPECT_NE(digest(none), digest(none_too));
}

TEST_F(Fingerprints, HoldNoLongerWhenAFileChangedOrTheLoaderLooksElsewhere) {
  Fingerprint known = take("ffmpeg").value();
  ASSERT_TRUE(known.still_holds());
  setenv("LD_LIBRARY_PATH", folder_.c_str(), 1);
  EXPECT_FALSE(known.still_holds());
  unsetenv("LD_LIBRARY_PATH");
  EXPECT_TRUE(known.still_holds());
  known.files.back().second.changed_ns += 1;
  EXPECT_FALSE(known.still_holds());
  known.files.back().first = "/no/such/library.so";
  EXPECT_FALSE(known.still_holds());
  EXPECT_FALSE(Fingerprint().still_holds()) << "of nothing is known nothing";
}

TEST_F(Fingerprints, OfAScriptThatDoesNotNameItsFfmpegAreItsTextAndWhatItSaysButNeverHold) {
  const std::string script = program("wrapped", "#!/bin/sh\nexec echo version 1\n");
  const auto one = take(script);
  ASSERT_TRUE(one) << one.error().message;
  EXPECT_FALSE(one->whole);
  EXPECT_FALSE(one->still_holds()) << "what it starts may have changed";
  const auto other = take(program("other", "#!/bin/sh\nexec echo version 2\n"));
  EXPECT_NE(one->digest, other->digest);
}

TEST_F(Fingerprints, OfAScriptThatNamesItsFfmpegHoldThatOnesLibrariesToo) {
  const auto bare = take("ffmpeg");
  ASSERT_TRUE(bare);
  const auto named = std::find_if(bare->files.begin(), bare->files.end(),
                                  [](const auto& file) { return file.first.ends_with("/ffmpeg"); });
  ASSERT_NE(named, bare->files.end());
  const std::string script = program("nice-ffmpeg", "#!/bin/sh\nexec \"" + named->first + "\" \"$@\"\n");
  const auto one = take(script);
  ASSERT_TRUE(one) << one.error().message;
  EXPECT_GE(one->files.size(), bare->files.size());
  EXPECT_NE(one->digest, bare->digest);
  EXPECT_TRUE(one->still_holds());
  program("nice-ffmpeg", "#!/bin/sh\n# other\nexec \"" + named->first + "\" \"$@\"\n");
  EXPECT_FALSE(one->still_holds());
  EXPECT_NE(take(script)->digest, one->digest);
}

TEST(WrappedProgram, PathsAreFoundAmongTheWordsOfAScript) {
  EXPECT_THAT(paths_named_in("#!/bin/sh\nlog=/tmp/l;exec \"/opt/my/ffmpeg\" '/a b' / /bin/sh\n"),
              ElementsAre("/bin/sh", "/tmp/l", "/opt/my/ffmpeg", "/a"));
  EXPECT_THAT(paths_named_in("exec /opt/ffmpeg"), IsEmpty()) << "no script";
  EXPECT_TRUE(is_called_ffmpeg("/opt/ffmpeg-7.1"));
  EXPECT_FALSE(is_called_ffmpeg("/opt/ffmpeg/bin/nice"));
}

TEST_F(Fingerprints, OfWhatIsNotThereOrDoesNotAnswerAreErrors) {
  EXPECT_EQ(take("/no/such/ffmpeg").error().code, "ffmpeg.missing");
  EXPECT_EQ(take("no-such-ffmpeg").error().code, "ffmpeg.missing");
  EXPECT_EQ(take(program("silent", "#!/bin/sh\nexit 3\n")).error().code, "ffmpeg.broken");
  EXPECT_EQ(take(program("cut-short", std::string("\x7f"
                                                  "ELF\x02\x01\x01",
                                                  7)))
                .error()
                .code,
            "ffmpeg.broken");
}

TEST(LoaderList, IsReadWhateverStandsBesideThePaths) {
  const auto files = parse_loader_list(
      "\tlinux-vdso.so.1 (0x00007ffd)\n\tlibavcodec.so.59 => /lib/libavcodec.so.59 (0x00007f62)\n"
      "\tlibodd.so => /opt/a (b) => c/libodd.so (0x00007f62)\n\t/lib64/ld-linux-x86-64.so.2 "
      "(0x00007f62)\n\tstatically linked\n");
  ASSERT_TRUE(files);
  EXPECT_THAT(*files, ElementsAre("/lib/libavcodec.so.59", "/opt/a (b) => c/libodd.so",
                                  "/lib64/ld-linux-x86-64.so.2"));
  EXPECT_THAT(*parse_loader_list(""), IsEmpty());
  const auto missing = parse_loader_list("\tlibx264.so.164 => not found\n");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, "ffmpeg.broken");
  EXPECT_THAT(missing.error().message, HasSubstr("libx264.so.164"));
}

TEST(KnownTool, AsTextComesBack) {
  KnownTool tool;
  core::FileIdentity identity;
  identity.device = ~std::uint64_t{0};
  identity.inode = 7;
  identity.size = 9;
  identity.modified_ns = -5;
  identity.changed_ns = 1'795'312'800'000'000'001;
  tool.fingerprint.files = {{"/usr/bin/ffmpeg", identity}};
  tool.fingerprint.digest = "0123";
  tool.fingerprint.search = "LD_PRELOAD=x\n";
  tool.fingerprint.whole = false;
  tool.capabilities.version = {5, 1, "5.1.9"};
  tool.capabilities.encoders = {"aac", "libx264"};
  tool.capabilities.filters = {"scale"};
  const auto back = known_tool_from_json(to_json(tool));
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(back->fingerprint.files, tool.fingerprint.files);
  EXPECT_EQ(back->fingerprint.digest, "0123");
  EXPECT_EQ(back->fingerprint.search, tool.fingerprint.search);
  EXPECT_FALSE(back->fingerprint.whole);
  EXPECT_EQ(back->capabilities.version.text, "5.1.9");
  EXPECT_EQ(back->capabilities.version.major, 5);
  EXPECT_EQ(back->capabilities.encoders, tool.capabilities.encoders);
  EXPECT_EQ(back->capabilities.filters, tool.capabilities.filters);
}

TEST(KnownTool, ThatIsDamagedIsAnError) {
  const std::string good = to_json(KnownTool());
  ASSERT_TRUE(known_tool_from_json(good));
  for (std::size_t cut = 0; cut < good.size(); ++cut) {
    const auto tool = known_tool_from_json(good.substr(0, cut));
    ASSERT_FALSE(tool);
    EXPECT_EQ(tool.error().code, "state.damaged");
  }
  for (const char* text : {"{}", "[]", "1", R"({"files":[[1,2]]})", R"({"files":[["/a",[1,2,3,4,"5"]]]})"})
    EXPECT_FALSE(known_tool_from_json(text)) << text;
}

}  // namespace
}  // namespace spool::test
