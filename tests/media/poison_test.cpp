// Bad inputs, made anew: each is refused in a person's words, or accepted because it can be rendered right or
// its fault only shows then.
#include "probing.h"

#include <gmock/gmock.h>

#include <chrono>
#include <filesystem>
#include <map>

namespace spool::pipelines {
namespace {

using testing::footage;
using testing::own_folder;
using testing::probe_all;
using testing::said_by;

constexpr const char* accepted = "accepted";

/// Which of its fields are hit follows from how this ffmpeg wrote the index.
const std::string of_flips =
    "accepted input.damaged input.no_streams input.truncated input.undecodable input.unsupported_codec";

/// By name; more than one verdict where versions of ffmpeg differ.
const std::map<std::string, std::string>& expected_verdicts() {
  static const std::map<std::string, std::string> table{
      // no media
      {"empty.mp4", "input.empty"},
      {"zeros.mp4", "input.not_media"},
      {"noise.mp4", "input.not_media"},
      {"words.mp4", "input.not_media"},
      {"wide-words.mp4", "input.not_media"},
      {"page.mp4", "input.not_media"},
      {"script.mp4", "input.not_media"},
      {"drawing.mp4", "input.not_media"},
      // playlists
      {"list-password.mp4", "input.playlist"},
      {"list-concat.mp4", "input.playlist"},
      {"list-network.mp4", "input.playlist"},
      {"list-sibling.mp4", "input.playlist"},
      {"list-endless.mp4", "input.playlist"},
      {"list-endless.m3u8", "input.playlist"},
      {"list-itself.m3u8", "input.playlist"},
      {"concat-sibling.mp4", "input.playlist"},
      {"concat-password.mp4", "input.playlist"},
      {"concat-network.mp4", "input.playlist"},
      {"concat-itself.mp4", "input.playlist"},
      {"concat-long.mp4", "input.playlist"},
      {"stream.mp4", "input.playlist"},
      {"manifest.mp4", "input.playlist"},
      // cut off
      {"cut-before-index.mp4", "input.no_index"},
      {"cut-in-index.mp4", "input.truncated input.damaged"},  // by where in its index
      {"cut-in-media.mp4", "input.truncated"},
      {"cut-after-type.mp4", "input.no_streams"},
      {"cut-pieces.mp4", "input.truncated"},
      {"cut.mkv", "input.truncated"},
      {"cut.avi", "input.truncated"},
      {"cut.ts", accepted},  // a transport stream claims no length
      // damaged
      {"zeroed-media.mp4", "input.undecodable"},
      {"holes.mp4", accepted},
      {"noise-inside.mp4", accepted},
      {"flipped-media.mp4", accepted},
      {"flipped-index-0.mp4", of_flips},
      {"flipped-index-1.mp4", of_flips},
      {"flipped-index-2.mp4", of_flips},
      {"flipped-index-3.mp4", of_flips},
      {"flipped-index-4.mp4", of_flips},
      {"flipped-index-5.mp4", of_flips},
      {"claims-days.mp4", "input.truncated accepted"},  // ffmpeg 7 does not believe it
      {"endless-picture.mp4", "input.damaged"},
      {"countless-samples.mp4", "input.damaged"},
      {"claims-65535.mp4", accepted},  // the stream itself tells the right size
      {"points-elsewhere.mp4", accepted},
      // absurd
      {"vast.mov", "input.too_large"},
      {"vast.mp4", "input.too_large"},
      {"gap.mp4", "input.time_gap"},
      {"gap.mkv", "input.time_gap"},
      {"many-streams.mkv", "input.too_many_streams"},
      {"two-in-one.ts", "input.time_jump"},
      {"locked.mp4", "input.encrypted"},
      {"hdr.mp4", accepted},
      // odd, but good
      {"one-picture.mp4", accepted},
      {"still.mp4", accepted},
      {"moving.mp4", accepted},
      {"sound.mp4", accepted},
      {"tiny.mp4", accepted},
      {"full-colour.mp4", accepted},
      {"thousand.mp4", accepted},
      {"short-sound.mp4", accepted},
      {"short-picture.mp4", accepted},
      {"wraps.ts", accepted},
      {"segment.ts", accepted},
      // no files
      {"zero-device.mp4", "input.not_a_file"},
      {"noise-device.mp4", "input.not_a_file"},
      {"nowhere.mp4", "input.missing"},
      {"round.mp4", "input.unreadable"},
      {"folder.mp4", "input.not_a_file"},
      {"pipe.mp4", "input.not_a_file"},
      // names
      {"-dash.mp4", accepted},
      {"it's.mp4", accepted},
      {"two words; (x) & y.mp4", accepted},
      {"%03d.mp4", accepted},
      {"a:b.mp4", accepted},
      {"new\nline.mp4", accepted},
      {"größe 日本.mp4", accepted},
      {"a|b.mp4", accepted},
      {"no-ending", accepted},
      {"other.txt", accepted},
      {"other.jpg", accepted},
      {"back\\slash.mp4", accepted},
      {"$(touch STOLEN).mp4", accepted},
      {"not-\xff-utf8.mp4", accepted},
      {"name %d.png", "input.unsupported_container"},  // a film named like a numbered sequence of pictures
  };
  return table;
}

std::vector<std::string> poisoned_files(const std::string& folder) {
  said_by(
      {"python3", SPOOL_SOURCE_DIR "/tests/media/make_poison", folder, footage("mimetype_lego_small.mp4")});
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    files.push_back(entry.path().string());
  return files;
}

TEST(Poison, GivenEveryBadInput_IsRefusedInAPersonsWordsOrRightlyAccepted) {
  const std::string folder = own_folder("poison");
  const std::vector<std::string> files = poisoned_files(folder);
  EXPECT_EQ(files.size(), expected_verdicts().size());
  for (const std::string& file : files) {
    const std::string name = file_name(file);
    SCOPED_TRACE(name);
    const auto before = std::chrono::steady_clock::now();
    const ProbeReport report = testing::probe_one(file);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - before;
    EXPECT_LT(took.count(), 5.0);
    const auto expected = expected_verdicts().find(name);
    ASSERT_NE(expected, expected_verdicts().end()) << "not in the table";
    const std::string verdict = report.wrong ? report.wrong->code : accepted;
    EXPECT_THAT(" " + expected->second + " ", ::testing::HasSubstr(" " + verdict + " "));
    if (!report.wrong) continue;
    EXPECT_THAT(report.wrong->message, ::testing::HasSubstr(name));
    EXPECT_FALSE(report.wrong->hint.empty());
    EXPECT_THAT(report.wrong->message, ::testing::Not(::testing::HasSubstr("Invalid data")));
  }
  EXPECT_FALSE(std::filesystem::exists(folder + "/STOLEN"));
}

TEST(Poison, GivenPlaylistsAndWhatIsNoFile_IsRefusedWithoutStartingAnyProgram) {
  ProbeSettings nothing_to_start;
  nothing_to_start.ffprobe = "/nonexistent/ffprobe";
  const std::vector<std::string> files = poisoned_files(own_folder("playlists"));
  std::vector<std::string> suspects;
  for (const std::string& file : files) {
    const std::string& code = expected_verdicts().at(file_name(file));
    if (code == "input.playlist" || code == "input.not_a_file" || code == "input.missing")
      suspects.push_back(file);
  }
  ASSERT_GT(suspects.size(), 15U);
  const std::vector<ProbeReport> reports = probe_all(suspects, nothing_to_start);
  for (std::size_t i = 0; i < suspects.size(); ++i) {
    ASSERT_TRUE(reports[i].wrong) << suspects[i];
    EXPECT_EQ(reports[i].wrong->code, expected_verdicts().at(file_name(suspects[i])));
  }
}

TEST(Poison, GivenNoFfprobe_SaysThatTheMachineLacksItAndNotThatTheFileIsBad) {
  ProbeSettings nothing_to_start;
  nothing_to_start.ffprobe = "/nonexistent/ffprobe";
  const ProbeReport report = testing::probe_one(footage("tour.mp4"), nothing_to_start);
  ASSERT_TRUE(report.wrong);
  EXPECT_EQ(report.wrong->code, "machine.ffprobe");
}

}  // namespace
}  // namespace spool::pipelines
