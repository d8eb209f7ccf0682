// The disk fills up under a run: it ends with a reason and a remedy, and is taken up again once there is
// room.
#include "tests/integration/kill_fixture.h"
#include "tests/integration/machine_mount.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cerrno>

namespace spool::test {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;

constexpr std::uint64_t enough = 64'000'000;

/// What it said of the room it has not got, with a remedy.
void expect_told_of_room(const Ended& ended) {
  EXPECT_EQ(ended.code, 1) << ended.out << ended.err;
  const auto errors = events(ended.out, "error");
  const bool told = std::any_of(errors.begin(), errors.end(), [](const boost::json::object& error) {
    return error.at("code").as_string() == "disk.full" && !error.at("hint").as_string().empty();
  });
  EXPECT_TRUE(told) << ended.out << ended.err;
}

TEST(LongFullDisk, FromAnyCallOnThatTakesRoom) {
  Toll toll;
  for (const long n : some_of(calls_of_a_run("room"), 20, 31)) {
    SCOPED_TRACE("no room from call " + std::to_string(n) + " on");
    const TwelveClips clips;
    const Ended ended = clips.run(environment_of({"room", n, std::to_string(ENOSPC), true}));
    EXPECT_EQ(ended.signal, 0) << ended.err;
    ++toll.kills;
    if (ended.code != 0) expect_told_of_room(ended);
    expect_completed(clips, on_record(clips.state()), toll);
  }
  toll.tell("no room from a call on");
}

/// A disk that is full from the moment on in which so many jobs have ended.
void fill_after(int jobs, Toll& toll) {
  SmallDisk disk(enough);
  const TwelveClips clips(disk.path());
  Child run(clips.words({"run", "film.yaml", "-j", "2"}), clips.around(environment_of({})));
  std::string said;
  std::string line;
  for (int ended = 0; ended < jobs && run.read_line(line);) {
    said += line + "\n";
    if (line.find("\"job.finished\"") != std::string::npos) ++ended;
  }
  disk.fill();
  Ended ended = run.wait();
  ended.out = said + ended.out;
  ++toll.kills;
  if (ended.code != 0) expect_told_of_room(ended);
  const OnRecord before = on_record(clips.state());
  disk.free_again();
  expect_completed(clips, before, toll);
}

TEST(LongFullDisk, AfterAnyNumberOfJobs) {
  Toll toll;
  for (int jobs = 0; jobs < 14; ++jobs) {
    SCOPED_TRACE("full after " + std::to_string(jobs) + " jobs");
    fill_after(jobs, toll);
  }
  toll.tell("a tmpfs that filled up");
}

/// Minutes of a large picture: hundreds of megabytes.
void write_large_film(const TwelveClips& clips) {
  clips.folder().write(
      "film.yaml",
      "spool: 1\ninputs: {game: game.mp4}\nsteps:\n  clips: {cut: game, at: [{start: 0, end: 60}]}\n"
      "format: {size: 1920x1080, fps: 60, preset: ultrafast, crf: 1}\npolicy: {backoff: 0.01s}\n"
      "output: {clips: '" +
          clips.film() + "'}\n");
}

TEST(FullDisk, ThatIsTooSmallFromTheStartIsToldBeforeTheFirstEncodeWithWhatIsNeeded) {
  const SmallDisk disk(2'000'000);
  const TwelveClips clips(disk.path());
  write_large_film(clips);
  const Ended ended = clips.run();
  expect_told_of_room(ended);
  EXPECT_EQ(ended.out.find("job.started"), std::string::npos);
  EXPECT_THAT(ended.err, HasSubstr("are needed"));
}

TEST(FullDisk, MetOnTheWayIsToldWithWhatIsNeededAndWithWhatToDo) {
  SmallDisk disk(2'000'000'000);
  const TwelveClips clips(disk.path());
  write_large_film(clips);
  Child run(clips.words({"run", "film.yaml"}), clips.around());
  std::string line;
  while (run.read_line(line) && line.find("\"job.progress\"") == std::string::npos) continue;
  disk.fill();
  const Ended ended = run.wait();
  EXPECT_EQ(ended.code, 1);
  // Whoever writes first meets it: an encode or the journal.
  EXPECT_THAT(ended.err, AnyOf(HasSubstr("No space left on device"), HasSubstr("no room on the disk")));
  EXPECT_THAT(ended.err, HasSubstr("are needed"));
  EXPECT_THAT(ended.err, HasSubstr("spool resume"));
}

}  // namespace
}  // namespace spool::test
