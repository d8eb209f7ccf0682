// Where packets can be parted without decoding them. Source: EXACT, "smart cut".
#include "pipelines/media/picture_index.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace spool::pipelines {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Packets as they follow each other, by the time at which each is shown.
PictureIndex indexed(const std::vector<std::int64_t>& stamps, const std::vector<std::size_t>& discarded = {}) {
  std::vector<Packet> packets;
  for (const std::int64_t stamp : stamps) {
    Packet packet;
    packet.pts = stamp;
    packets.push_back(packet);
  }
  for (const std::size_t one : discarded) packets[one].discarded = true;
  PictureIndex index = index_pictures(packets, Rational(1, 1000), 0);
  find_seams(packets, index);
  return index;
}

TEST(Seams, GivenPicturesInTheirOrderThenEveryPlaceIsOne) {
  const PictureIndex index = indexed({0, 10, 20});
  EXPECT_THAT(index.seams, ElementsAre(0, 1, 2, 3));
  EXPECT_EQ(index.reorder, 0);
}

TEST(Seams, GivenPicturesThatReferToLaterOnesThenTheirGroupsAreNotParted) {
  const PictureIndex index = indexed({0, 40, 20, 10, 30, 50, 60});
  EXPECT_THAT(index.seams, ElementsAre(0, 1, 5, 6, 7));
  EXPECT_EQ(index.reorder, 2) << "the picture at 10 is the fourth packet and the second picture";
}

TEST(Seams, GivenPicturesShownBeforeTheKeyframeThatTheyFollowThenItIsNone) {
  // An open group: the keyframe at 40 comes before 20 and 30.
  EXPECT_THAT(indexed({0, 10, 40, 20, 30, 50}).seams, ElementsAre(0, 1, 2, 5, 6));
}

TEST(Seams, GivenPacketsThatAreLeftOutFirstThenTheRestCanBeParted) {
  EXPECT_THAT(indexed({0, 10, 20, 30}, {0, 1}).seams, ElementsAre(0, 1, 2));
}

TEST(Seams, GivenAPacketThatIsLeftOutInTheMiddleThenNothingBehindItCanBe) {
  EXPECT_THAT(indexed({0, 10, 20, 30}, {2}).seams, ElementsAre(0, 1));
}

TEST(Seams, GivenTwoPicturesAtOneTimeThenThereAreNone) { EXPECT_THAT(indexed({0, 10, 10, 20}).seams, IsEmpty()); }

}  // namespace
}  // namespace spool::pipelines
