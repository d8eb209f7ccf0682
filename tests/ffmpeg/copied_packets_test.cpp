// What proves that copied packets are a clip's pictures, from what ffmpeg prints and a file's first bytes.
#include "pipelines/ffmpeg/copied_packets.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace spool::pipelines {
namespace {

using ::testing::ElementsAre;

ClipJob clip() {
  Media media;
  media.pictures.shown = {0, 512, 1024, 1536, 2048};
  ClipJob job;
  job.source = std::make_shared<const Media>(media);
  job.cut.first = 1;
  job.cut.end = 4;
  return job;
}

const std::string head = "#format: frame checksums\n#tb 0: 1/12288\n#stream#, dts, pts, duration, size, hash\n";

TEST(PacketList, GivenJustTheClipsPicturesInAnyOrderThenNothingIsWrong) {
  EXPECT_FALSE(wrong_packets(clip(), head + "0,  0,  512,  512,  90, aa\n0, 512, 1536, 512, 80, bb\n0, 1024, 1024, 512, 70, cc\n"));
}

TEST(PacketList, GivenOneTooManyOneTooFewOrAnotherThenThatIsTold) {
  EXPECT_TRUE(wrong_packets(clip(), head + "0, 0, 512, 512, 90, aa\n0, 512, 1024, 512, 80, bb\n"));
  EXPECT_TRUE(wrong_packets(clip(), head + "0, 0, 0, 512, 90, aa\n0, 0, 512, 512, 80, bb\n0, 0, 1024, 512, 70, cc\n"));
  EXPECT_TRUE(wrong_packets(clip(), head + "0,0,512,1,9,a\n0,0,1024,1,9,a\n0,0,1536,1,9,a\n0,0,2048,1,9,a\n"));
  EXPECT_TRUE(wrong_packets(clip(), "")) << "nothing was copied";
}

TEST(PacketList, GivenDigestsOfSeveralStreamsThenEachHasItsOwn) {
  const Digests digests = parse_digests(head + "0, 0, 0, 512, 90, aa\n1, 0, 0, 512, 80, bb\n0, 0, 512, 512, 70, cc\n");
  ASSERT_EQ(digests.size(), 2U);
  EXPECT_THAT(digests[0], ElementsAre("90 aa", "70 cc"));
  EXPECT_THAT(digests[1], ElementsAre("80 bb"));
}

TEST(PacketList, GivenAStreamThatWasNotAskedForThenItIsLeftOut) {
  EXPECT_TRUE(parse_digests("99, 0, 0, 512, 90, aa\n-1, 0, 0, 512, 90, aa\n").empty());
}

/// Coded units with their lengths before them.
std::string units(const std::vector<std::string>& all, std::size_t size) {
  std::string bytes;
  for (const std::string& unit : all) bytes += std::string(size - 1, '\0') + static_cast<char>(unit.size()) + unit;
  return bytes;
}

Mp4Part part(const std::string& codec, std::size_t length_size) {
  Mp4Part made;
  made.codec = codec;
  const char code = static_cast<char>(0xfc | (length_size - 1));
  made.description = codec == "avc1" ? std::string("....avcC") + std::string("\x01\x64\x00\x28", 4) + code
                                     : "....hvcC" + std::string(21, '\x01') + code;
  return made;
}

TEST(Beginning, GivenAnInstantaneousRefreshBehindParameterSetsThenDecodingCanBeginThere) {
  const std::string sets("\x67 ...."), message("\x06 .."), refresh("\x65 ...."), picture("\x41 ....");
  EXPECT_TRUE(begins_anew(part("avc1", 4), units({sets, message, refresh}, 4)));
  EXPECT_TRUE(begins_anew(part("avc1", 2), units({sets, refresh}, 2)));
  EXPECT_FALSE(begins_anew(part("avc1", 4), units({sets, message, picture}, 4))) << "a recovery point is no refresh";
}

TEST(Beginning, GivenHevcThenACleanRandomAccessPictureIsNoRefresh) {
  const std::string set("\x42\x01..", 4), idr("\x26\x01..", 4), idr_without_leading("\x28\x01..", 4), clean("\x2a\x01..", 4);
  EXPECT_TRUE(begins_anew(part("hvc1", 4), units({set, idr}, 4)));
  EXPECT_TRUE(begins_anew(part("hev1", 4), units({set, idr_without_leading}, 4)));
  EXPECT_FALSE(begins_anew(part("hvc1", 4), units({set, clean}, 4)));
}

TEST(Beginning, GivenBytesThatAreCutOffOrLieThenItIsNone) {
  EXPECT_FALSE(begins_anew(part("avc1", 4), ""));
  EXPECT_FALSE(begins_anew(part("avc1", 4), std::string("\xff\xff\xff\xff\x67", 5)));
  EXPECT_FALSE(begins_anew(part("avc1", 4), std::string(40, '\0')));
}

}  // namespace
}  // namespace spool::pipelines
