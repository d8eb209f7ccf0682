// What is known of layouts, and what ffmpeg is told of them.
#include "pipelines/ffmpeg/channel_layouts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace spool::pipelines::testing {
namespace {

using ::testing::ElementsAre;

std::string layout_with(int channels, const std::string& said) {
  AudioStream audio;
  audio.channels = channels;
  audio.layout = said;
  return layout_of(audio);
}

TEST(ChannelLayouts, GivenAFileThatSaysWhereChannelsAre_ThatIsWhere) {
  EXPECT_EQ(layout_with(4, "quad"), "quad");
  EXPECT_EQ(layout_with(6, "5.1(side)"), "5.1(side)");
}

TEST(ChannelLayouts, GivenAFileThatDoesNot_TheyAreWhereFfmpegTakesThemToBe) {
  EXPECT_EQ(layout_with(1, ""), "mono");
  EXPECT_EQ(layout_with(3, ""), "2.1");
  EXPECT_EQ(layout_with(4, "unknown"), "4.0");
  EXPECT_EQ(layout_with(4, "4 channels (FL+FR+LFE+BC)"), "4.0");
  EXPECT_EQ(layout_with(7, ""), "6.1");
  EXPECT_EQ(layout_with(2, "downmix"), "stereo");
  EXPECT_EQ(layout_with(6, "quad"), "5.1") << "of sound that changes on the way";
  EXPECT_EQ(layout_with(16, "hexadecagonal"), "7.1");
}

TEST(ChannelLayouts, OnlyWhatIsUnusualIsToldFfmpegByName) {
  EXPECT_THAT(layout_words("mono"), ElementsAre("-ac", "1"));
  EXPECT_THAT(layout_words("5.1"), ElementsAre("-ac", "6"));
  EXPECT_THAT(layout_words("4.0"), ElementsAre("-channel_layout", "4.0")) << "encoders have others of four";
  EXPECT_THAT(layout_words("quad"), ElementsAre("-channel_layout", "quad"));
  EXPECT_THAT(layout_words("5.0(side)"), ElementsAre("-channel_layout", "5.0(side)"));
  EXPECT_EQ(placed_as("4.0"), "channelmap=map=0|1|2|3:channel_layout=4.0");
}

TEST(ChannelLayouts, ThePairBesideIsThePairBehind_UnlessThereAreBoth) {
  EXPECT_TRUE(same_places("5.1", "5.1(side)"));
  EXPECT_TRUE(same_places("quad(side)", "quad"));
  EXPECT_TRUE(same_places("6.1", "6.1(back)"));
  EXPECT_FALSE(same_places("quad", "4.0"));
  EXPECT_FALSE(same_places("5.1", "7.1"));
  EXPECT_FALSE(same_places("7.1", "7.1(wide)"));
}

TEST(ChannelLayouts, WhatHasNoPlaceOfItsOwnIsFolded) {
  EXPECT_TRUE(is_folded("quad", "4.0"));
  EXPECT_TRUE(is_folded("2.1", "stereo"));
  EXPECT_TRUE(is_folded("stereo", "mono"));
  EXPECT_TRUE(is_folded("7.1", "5.1"));
  EXPECT_FALSE(is_folded("quad", "5.0"));
  EXPECT_FALSE(is_folded("stereo", "quad"));
  EXPECT_FALSE(is_folded("5.1(side)", "5.1"));
  EXPECT_FALSE(is_folded("5.1(side)", "7.1"));
  EXPECT_FALSE(is_folded("mono", "stereo")) << "one voice from both sides";
}

}  // namespace
}  // namespace spool::pipelines::testing
