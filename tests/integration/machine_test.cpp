// The machine says no: the run ends with a reason and a remedy, and is taken up once that is mended.
// Source: the issue "Nothing is lost", "When the machine says no".
#include "tests/integration/kill_fixture.h"
#include "tests/integration/machine_mount.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>

namespace spool::test {
namespace {

namespace fs = std::filesystem;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::HasSubstr;

class Machine : public ::testing::Test {
 protected:
  Ended spool(std::vector<std::string> arguments, const Environment& environment = {}) const {
    return test::run(clips_.words(std::move(arguments)), clips_.around(environment));
  }

  /// Ended with 1, and each error says what to do; the codes.
  static std::vector<std::string> told(const Ended& ended, int code = 1) {
    EXPECT_EQ(ended.code, code) << ended.out << ended.err;
    std::vector<std::string> codes;
    for (const auto& error : events(ended.out, "error")) {
      codes.emplace_back(error.at("code").as_string());
      EXPECT_FALSE(error.at("message").as_string().empty());
      EXPECT_FALSE(error.at("hint").as_string().empty()) << error.at("message").as_string();
    }
    EXPECT_FALSE(codes.empty()) << ended.out << ended.err;
    return codes;
  }

  void expect_mended() {
    Toll toll;
    expect_completed(clips_, on_record(clips_.state()), toll);
  }

  TwelveClips clips_;
};

// ---- places that cannot be written to

class LongMachine : public Machine {};

TEST_F(Machine, AnOutputFolderThatIsReadOnlyIsToldBeforeAnythingIsStarted) {
  SmallDisk disk(16'000'000);
  disk.make_read_only(true);
  const Ended ended = spool({"run", "film.yaml", "-o", disk.path() + "/film.mp4"});
  EXPECT_THAT(told(ended, 2), Contains("output.unwritable"));
  EXPECT_TRUE(events(ended.out, "job.started").empty());
}

TEST_F(LongMachine, AnOutputFolderThatTurnsReadOnlyCostsNoJobTwice) {
  SmallDisk disk(16'000'000);
  const std::string film = disk.path() + "/film.mp4";
  Child run(clips_.words({"run", "film.yaml", "-o", film}), clips_.around());
  std::string line;
  while (run.read_line(line) && line.find("\"job.finished\"") == std::string::npos) continue;
  disk.make_read_only(true);
  EXPECT_THAT(told(run.wait()), Contains("output.unwritable"));

  disk.make_read_only(false);
  const Ended resumed = spool({"resume"});
  EXPECT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_TRUE(events(resumed.out, "job.started").empty());
  EXPECT_EQ(fingerprint(film), unbroken_film());
}

TEST_F(Machine, AStateFolderThatIsReadOnlyIsToldAndCanStillBeRead) {
  SmallDisk disk(16'000'000);
  const TwelveClips clips(disk.path());
  const auto in_it = [&](std::vector<std::string> arguments) {
    return test::run(clips.words(std::move(arguments)), clips.around());
  };
  ASSERT_EQ(clips.run().code, 0);
  disk.make_read_only(true);
  EXPECT_EQ(in_it({"runs"}).code, 0);
  EXPECT_EQ(in_it({"status"}).code, 0);
  const Ended ended = in_it({"run", "film.yaml", "-o", clips_.film()});
  EXPECT_THAT(told(ended), Contains("state.unusable"));
  EXPECT_THAT(ended.err, HasSubstr("--state"));
}

TEST_F(LongMachine, AStateFolderThatTurnsReadOnlyEndsTheRunWhichIsTakenUpLater) {
  const Ended ended = clips_.run(environment_of({"files", 300, std::to_string(EROFS), true}));
  told(ended);
  EXPECT_THAT(ended.err, HasSubstr("Read-only file system"));
  expect_mended();
}

// ---- too few of something

TEST_F(Machine, WithoutAProcessToGiveItIsTriedAgainAndTheRunEndsWell) {
  const Ended ended = clips_.run(environment_of({"starts", 8, std::to_string(EAGAIN), false}));
  EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
  EXPECT_EQ(events(ended.out, "job.retrying").size(), 1U);
  EXPECT_EQ(fingerprint(clips_.film()), unbroken_film());
}

TEST_F(LongMachine, WithoutProcessesForLongTheRunEndsAndIsTakenUpLater) {
  for (const long start : {1, 3, 9}) {
    SCOPED_TRACE("from start " + std::to_string(start) + " on");
    const TwelveClips clips;
    const Ended ended = clips.run(environment_of({"starts", start, std::to_string(EAGAIN), true}));
    told(ended);
    EXPECT_THAT(ended.err, HasSubstr("Resource temporarily unavailable"));
    Toll toll;
    expect_completed(clips, on_record(clips.state()), toll);
  }
}

TEST_F(LongMachine, WithAnyNumberOfDescriptorsItEndsWithAWordAndIsTakenUpWithMore) {
  int refused = 0;
  for (int most = 4; most <= 40; most += 3) {
    SCOPED_TRACE(std::to_string(most) + " descriptors");
    const TwelveClips clips;
    std::vector<std::string> words = {"sh", "-c", "ulimit -n \"$1\" && shift && exec \"$@\"", "sh",
                                      std::to_string(most)};
    const auto spool_words = clips.words({"run", "film.yaml", "-j", "2"});
    words.insert(words.end(), spool_words.begin(), spool_words.end());
    const Ended ended = test::run(words, clips.around(environment_of({})));
    EXPECT_EQ(ended.signal, 0) << ended.err;
    if (ended.code == 127) continue;  // not even its libraries can be opened
    if (ended.code != 0) {
      ++refused;
      EXPECT_NE(ended.err, "");
      std::cout << most << ": "
                << ended.err.substr(ended.err.find("spool:") == std::string::npos ? 0
                                                                                  : ended.err.find("spool:"))
                << "\n";
    }
    Toll toll;
    expect_completed(clips, on_record(clips.state()), toll);
  }
  EXPECT_GT(refused, 0);
}

// ---- killed by the kernel for want of memory

TEST_F(LongMachine, FfmpegThatIsKilledForWantOfMemoryEndsTheRunWhichIsTakenUpLater) {
  const std::string starved = clips_.folder().write("starved", "");
  const std::string ffmpeg =
      clips_.folder().write("bin/ffmpeg", "#!/bin/sh\ncase \"$*\" in *libx264*) [ -e '" + starved +
                                              "' ] && kill -9 $$;; esac\nexec /usr/bin/env ffmpeg \"$@\"\n");
  ASSERT_EQ(::chmod(ffmpeg.c_str(), 0755), 0);
  const Ended ended = spool({"run", "film.yaml", "-j", "2", "--ffmpeg", ffmpeg});
  EXPECT_THAT(told(ended), Contains("render.killed"));
  EXPECT_THAT(ended.err, HasSubstr("memory"));

  fs::remove(starved);
  const Ended resumed = spool({"resume", "--ffmpeg", ffmpeg});
  EXPECT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_EQ(fingerprint(clips_.film()), unbroken_film());
}

}  // namespace
}  // namespace spool::test
