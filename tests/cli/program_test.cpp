// The program itself, as a shell starts it: exit codes, streams, and readers that go away.
#include "tests/cli/temporary_folder.h"
#include "tests/patience.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <string>
#include <vector>

namespace spool::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

struct Ended {
  int code = -1;  ///< of a shell: 128 + the signal
  std::string output, messages;
};

std::string read_all(int fd) {
  std::string text;
  std::array<char, 4096> buffer = {};
  for (ssize_t count = 0; (count = ::read(fd, buffer.data(), buffer.size())) > 0;) {
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
  ::close(fd);
  return text;
}

class Program : public ::testing::Test {
 protected:
  /// `output`: a descriptor for its standard output instead of one that is read here.
  Ended spool(std::vector<std::string> words, int output = -1) {
    std::array<int, 2> out = {-1, -1};
    EXPECT_EQ(::pipe2(out.data(), O_CLOEXEC), 0);
    const std::string messages = folder_ / "messages";
    const int err = ::open(messages.c_str(), O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0600);
    words.insert(words.begin(), "spool");
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
      ::dup2(output >= 0 ? output : out[1], STDOUT_FILENO);
      ::dup2(err, STDERR_FILENO);
      ::execv(SPOOL_PROGRAM, argv.data());
      ::_exit(127);
    }
    ::close(out[1]);
    Ended ended;
    ended.output = read_all(out[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    ended.code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    ::lseek(err, 0, SEEK_SET);
    ended.messages = read_all(err);
    return ended;
  }
  TemporaryFolder folder_;
};

TEST_F(Program, WrongUsageIsTwoAndSaysTheNearestWord) {
  const Ended ended = spool({"rnu", "x.yaml"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(ended.messages, "spool: error: there is no command 'rnu'\n  hint: did you mean 'run'?\n");
  EXPECT_THAT(ended.output, IsEmpty());
}

TEST_F(Program, WithJsonAnErrorIsALineOnStandardOutputToo) {
  const Ended ended = spool({"run", "/no/such.yaml", "--json"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.output,
              AllOf(StartsWith("{\"event\":\"error\""), HasSubstr("\"code\":\"document.missing\""),
                    HasSubstr("\"file\":\"/no/such.yaml\"")));
  EXPECT_EQ(std::count(ended.output.begin(), ended.output.end(), '\n'), 1);
}

TEST_F(Program, AFileThatIsNoVideoIsThree) {
  const std::string file = folder_.put("notes.mp4", "just words\n");
  const Ended ended = spool({"probe", file, "--json"});
  EXPECT_EQ(ended.code, 3);
  EXPECT_THAT(ended.output, HasSubstr("\"usable\":false"));
}

TEST_F(Program, ValidateTellsEveryFileAndWhetherItIsRight) {
  const std::string good = SPOOL_SOURCE_DIR "/pipelines/examples/highlights.yaml";
  const std::string bad = folder_.put("bad.yaml", "spool: 1\nstepz: {}\n");
  const Ended ended = spool({"validate", good, bad, "--json"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.output, HasSubstr("{\"event\":\"validated\",\"file\":\"" + good + "\",\"ok\":true}\n"));
  EXPECT_THAT(ended.output, HasSubstr("{\"event\":\"validated\",\"file\":\"" + bad + "\",\"ok\":false}\n"));
  EXPECT_THAT(ended.messages, HasSubstr(bad + ":2:1: error: "));
}

TEST_F(Program, ValidateWarnsOfWhatNoOutputUsesAndTheDocumentIsRightAllTheSame) {
  const std::string file = folder_.put("idle.yaml",
                                       "inputs: {game: g.mp4}\n"
                                       "steps: {idle: {cut: game, at: [{start: 1, end: 2}]}}\n"
                                       "output: {game: film.mp4}\n");
  const Ended ended = spool({"validate", file, "--json"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.output, HasSubstr("{\"event\":\"warning\""));
  EXPECT_THAT(ended.output, HasSubstr("\"code\":\"document.unused_step\""));
  EXPECT_THAT(ended.output, HasSubstr("\"ok\":true}\n"));
  EXPECT_THAT(ended.messages, HasSubstr(file + ":2:9: warning: "));
}

TEST_F(Program, ValidateTellsOfTagFilesWhatIsWrongWhateverTheVideo) {
  const std::string backwards = folder_.put("backwards.csv", "start,end,label\n1,2,a\n9,3,b\n");
  folder_.put("header.csv", "start,end,label\n");
  folder_.put("corners.csv", "start,end,tag\n1,2,corner\n");
  const auto told = [&](const std::string& file) {
    const Ended ended = spool({"validate", folder_.put("of.yaml", "inputs: {game: g.mp4}\n"
                                                                  "moments: {of: game, file: " + file + ", keep: {tag: {not: corner}}}\n"
                                                                  "steps: {clips: {cut: moments}}\n"
                                                                  "output: {clips: film.mp4}\n")});
    EXPECT_EQ(ended.code, 2);
    return ended.messages;
  };
  EXPECT_THAT(told("backwards.csv"), HasSubstr(backwards + ":3:1: error: the moment \"b\" ends before it has begun"));
  EXPECT_THAT(told("header.csv"), HasSubstr("there are no moments to show"));
  EXPECT_THAT(told("corners.csv"), HasSubstr("no moment is left: 1 read: 1 not kept by tag"));
}

TEST_F(Program, WithoutFfmpegTheDocumentsFaultsAreToldAsWell) {
  const std::string file = folder_.put("slips.yaml", "inputs: {game: g.mp4}\nformat: {szie: 720p}\noutput: {game: film.mp4}\n");
  const Ended ended = spool({"run", file, "--ffmpeg", "/nonexistent/ffmpeg"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.messages, HasSubstr(file + ":2:10: error: the format has no key `szie`"));
  EXPECT_THAT(ended.messages, HasSubstr("/nonexistent/ffmpeg"));
}

TEST_F(Program, WithoutFfmpegABatchTellsTheDocumentsFaultsAsWell) {
  const std::string file = folder_.put("slips.yaml", "inputs: {game: }\nformat: {szie: 720p}\noutput: {game: film.mp4}\n");
  const Ended ended = spool({"batch", file, folder_.put("a.mp4"), "--ffmpeg", "/nonexistent/ffmpeg"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.messages, HasSubstr(file + ":2:10: error: the format has no key `szie`"));
  EXPECT_THAT(ended.messages, HasSubstr("/nonexistent/ffmpeg"));
  EXPECT_THAT(ended.messages, Not(HasSubstr("`game`"))) << "it is bound to the file";
}

TEST_F(Program, AStateFolderThatIsAFileIsOne) {
  const std::string file = folder_.put("state", "no folder");
  for (const std::string& state : {file, file + "/below"}) {
    for (const char* command : {"status", "runs", "resume"}) {
      const Ended ended = spool({command, "--state", state});
      EXPECT_EQ(ended.code, 1) << command << ": " << ended.messages;
      EXPECT_THAT(ended.messages, HasSubstr(state)) << command;
    }
  }
}

TEST_F(Program, AFolderWithoutVideosIsTwo) {
  folder_.put("m/notes.txt");
  const std::string pipeline = SPOOL_SOURCE_DIR "/pipelines/examples/previews.yaml";
  const Ended ended = spool({"batch", pipeline, folder_ / "m"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.messages, HasSubstr("no file matches"));
}

TEST_F(Program, WhenTheReaderOfItsOutputHasGoneItEndsAsSigtermDoes) {
  std::array<int, 2> closed = {-1, -1};
  ASSERT_EQ(::pipe2(closed.data(), O_CLOEXEC), 0);
  ::close(closed[0]);
  EXPECT_EQ(spool({"schema"}, closed[1]).code, 128 + SIGTERM);
  EXPECT_EQ(spool({"probe", "/dev/null", "--json"}, closed[1]).code, 128 + SIGTERM);
  ::close(closed[1]);
}

TEST_F(Program, WhenItsOutputCannotBeWrittenThatIsSaid) {
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  const Ended ended = spool({"schema"}, full);
  ::close(full);
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.messages, HasSubstr("standard output cannot be written"));
}

/// Of a processor, by all children so far: a busy machine takes none away.
double seconds_of_children() {
  rusage used = {};
  ::getrusage(RUSAGE_CHILDREN, &used);
  const auto seconds = [](const timeval& time) { return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec); };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

TEST_F(Program, StartsInMilliseconds) {
  double quickest = 1e9;
  for (int i = 0; i < 11; ++i) {
    const double before = seconds_of_children();
    EXPECT_EQ(spool({"--version"}).code, 0);
    quickest = std::min(quickest, seconds_of_children() - before);
  }
  EXPECT_LT(quickest, test::patience(0.05));
}

}  // namespace
}  // namespace spool::cli
