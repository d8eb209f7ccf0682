// What ffprobe prints, taken apart: pure, nothing is started.
#include "pipelines/media/describe.h"
#include "pipelines/media/ffprobe_command.h"
#include "pipelines/media/ffprobe_output.h"
#include "pipelines/media/first_look.h"
#include "pipelines/media/report.h"
#include "pipelines/media/told_light.h"
#include "pipelines/media/verdict.h"

#include <gmock/gmock.h>

#include <csignal>
#include <memory>

namespace spool::pipelines {
namespace {

constexpr const char* two_pictures =
    "packet|stream_index=0|pts=0|dts=-512|duration=512|flags=K_\n"
    "packet|stream_index=0|pts=1024|dts=0|duration=512|flags=_D\n"
    "packet|stream_index=0|pts=512|dts=512|duration=512|flags=__\n"
    "stream|index=0|codec_name=h264|codec_type=video|width=720|height=576|sample_aspect_ratio=16:15|pix_fmt="
    "yuv420p|"
    "time_base=1/12800|r_frame_rate=25/1|duration=0.080000|nb_frames=3|side_data|side_data_type=Display "
    "Matrix|"
    "displaymatrix=\\n00000000:            0      -65536           0\\n00000001:        65536           0    "
    "       0\\n|rotation=90\n"
    "format|format_name=mov,mp4,m4a,3gp,3g2,mj2|start_time=0.000000|duration=0.080000";

std::unique_ptr<FfprobeOutput> heard(std::string_view text, std::size_t chunk) {
  auto output = std::make_unique<FfprobeOutput>();
  for (std::size_t at = 0; at < text.size(); at += chunk) output->on_stdout(text.substr(at, chunk));
  output->finish();
  return output;
}

TEST(FfprobeOutput, GivenChunksOfAnySize_TellsTheSame) {
  for (const std::size_t chunk : {std::size_t{1}, std::size_t{7}, std::size_t{4096}}) {
    const auto heard_all = heard(two_pictures, chunk);
    FfprobeOutput& output = *heard_all;
    Media media = describe_streams(output);
    fill_pictures(media, output, output);
    EXPECT_THAT(media.pictures.shown, ::testing::ElementsAre(0, 512)) << "the discarded one does not count";
    EXPECT_THAT(media.pictures.keyframes, ::testing::ElementsAre(0));
    EXPECT_EQ(media.pictures.last_duration, 512);
    EXPECT_EQ(media.seconds, Rational(1024, 12800));
    EXPECT_EQ(media.video.front().rotation, 270);
    EXPECT_FALSE(media.video.front().mirrored);
    EXPECT_EQ(media.video.front().display_width(), 576);
    EXPECT_EQ(media.video.front().display_height(), 768);
  }
}

TEST(FfprobeOutput, GivenSideDataAsFfmpeg7TellsIt_TellsTheSame) {
  const auto output = heard(
      "packet|stream_index=0|pts=-1024|dts=-1024|duration=1024|flags=KD_|side_datum/skip_samples:side_data_type=Skip "
      "Samples|side_datum/skip_samples:skip_samples=416|side_datum/skip_samples:discard_padding=7\n"
      "stream|index=0|codec_name=h264|codec_type=video|width=720|height=576|time_base=1/48000|"
      "side_datum/cpb:side_data_type=CPB properties|"
      "side_datum/display_matrix:side_data_type=Display Matrix|side_datum/display_matrix:rotation=90\n",
      4096);
  ASSERT_EQ(output->packets_of(0).size(), 1U);
  EXPECT_EQ(output->packets_of(0).front().skip, 416);
  EXPECT_EQ(output->packets_of(0).front().cut, 7);
  EXPECT_TRUE(output->packets_of(0).front().discarded);
  ASSERT_EQ(output->streams().size(), 1U);
  EXPECT_EQ(output->streams().front().side_data.size(), 2U);
  EXPECT_EQ(describe_streams(*output).video.front().rotation, 270);
}

TEST(FfprobeOutput, GivenWhatAContainerTellsOfItsLight_TakesWhatThePicturesReach) {
  const auto peak = [](const std::string& told) {
    const auto output = heard("stream|index=0|codec_name=hevc|codec_type=video|width=720|height=576|" + told + "\n", 4096);
    return describe_streams(*output).video.front().peak_nits;
  };
  const std::string display = "side_data|side_data_type=Mastering display metadata|max_luminance=10000000/10000\n";
  EXPECT_EQ(peak(display), 1000);
  EXPECT_EQ(peak(display + "side_data|side_data_type=Content light level metadata|max_content=812|max_average=90"), 812);
  EXPECT_EQ(peak("side_datum/cll:side_data_type=Content light level metadata|side_datum/cll:max_content=812"), 812);
  EXPECT_EQ(peak("side_data|side_data_type=Content light level metadata|max_content=0"), 0);
  EXPECT_EQ(peak("side_data|side_data_type=Mastering display metadata|max_luminance=4000000000/1"), 0);
}

constexpr const char* told_display =
    "side_data_type=Mastering display metadata|red_x=44564/65536|red_y=20972/65536|green_x=13250/50000|green_y=34500/50000|blue_x=7500/50000|"
    "blue_y=3000/50000|white_point_x=15635/50000|white_point_y=16450/50000|min_luminance=1/10000|max_luminance=10000000/10000";

TEST(FfprobeOutput, GivenWhatHdrSaysOfItsLight_TakesItFromTheContainerElseTheFirstPictureAndInSteps) {
  const std::vector<Rational> display = {Rational(17, 25),     Rational(8, 25),  Rational(53, 200),        Rational(69, 100),    Rational(3, 20),
                                         Rational(3, 50),      Rational(3127, 10000), Rational(329, 1000), Rational(1, 10000), 1000};
  const std::string stream = "stream|index=0|codec_name=hevc|codec_type=video|width=720|height=576|color_transfer=smpte2084";
  const std::string levels = "side_data|side_data_type=Content light level metadata|max_content=1000|max_average=400\n";
  const auto of_stream = describe_streams(*heard(stream + "|side_data|" + told_display + "\n" + levels, 4096));
  EXPECT_EQ(of_stream.video.front().light, (ToldLight{display, 1000, 400}));
  EXPECT_FALSE(may_tell_of_light(of_stream));

  Media media = describe_streams(*heard(stream + "\n", 4096));
  ASSERT_TRUE(may_tell_of_light(media));
  const std::string other = "frame|stream_index=0|side_data|side_data_type=Content light level metadata|max_content=1|max_average=1\n";
  take_light(media, *heard("frame|stream_index=0|side_data|" + std::string(told_display) + "\n" + levels + other, 7));
  EXPECT_EQ(media.video.front().light, (ToldLight{display, 1000, 400})) << "of the first picture";
}

TEST(FfprobeOutput, GivenLightThatMakesNoSense_TakesItForUntold) {
  const auto light = [](std::string told, const std::string& part, const std::string& instead) {
    told.replace(told.find(part), part.size(), instead);
    const auto output = heard("stream|index=0|codec_name=hevc|codec_type=video|width=720|height=576|color_transfer=smpte2084|side_data|" + told + "\n", 4096);
    return describe_streams(*output).video.front().light;
  };
  EXPECT_TRUE(light(told_display, "green_x=13250/50000", "green_x=13250/50000").told());
  for (const char* wrong : {"green_x=0/0", "green_x=-1/2", "green_x=9223372036854775807/3", "green_x=N/A", "none=1"}) {
    EXPECT_FALSE(light(told_display, "green_x=13250/50000", wrong).told()) << wrong;
  }
  EXPECT_FALSE(light(told_display, "max_luminance=10000000/10000", "max_luminance=4000000000/1").told());
  EXPECT_FALSE(light(told_display, "max_luminance=10000000/10000", "max_luminance=0/10000").told());
  EXPECT_FALSE(light("side_data_type=Content light level metadata|max_content=70000|max_average=-1", "70000", "70000").told());
}

TEST(Verdict, GivenDolbyVisionAloneRefusesItAndOtherHdrNot) {
  const auto refused = [](const std::string& told) {
    const auto output = heard("stream|index=0|codec_name=hevc|codec_type=video|width=720|height=576|pix_fmt=yuv420p10le|"
                              "color_transfer=smpte2084|" + told + "\n", 4096);
    const auto wrong = judge_streams("a.mp4", describe_streams(*output), *output);
    return wrong ? wrong->code : "";
  };
  EXPECT_EQ(refused(""), "");
  EXPECT_EQ(refused("side_data|side_data_type=DOVI configuration record|dv_profile=8|dv_bl_signal_compatibility_id=4"), "");
  EXPECT_EQ(refused("side_data|side_data_type=DOVI configuration record|dv_profile=5|dv_bl_signal_compatibility_id=0"), "input.hdr");
}

TEST(Verdict, GivenAnEditListOfSeveralPlacesDoesNotTakeWhatItLeavesOutForAJump) {
  const auto refused = [](const std::string& flags_of_second) {
    std::string told;
    for (int i = 0; i < 20; ++i) told += "packet|stream_index=0|pts=" + std::to_string(i) + "|dts=" + std::to_string(i) + "|duration=1|flags=K_\n";
    // The second place begins within a group of pictures, which is decoded from its keyframe on.
    for (int i = 0; i < 8; ++i) told += "packet|stream_index=0|pts=" + std::to_string(12 + i) + "|dts=" + std::to_string(12 + i) + "|duration=1|flags=" + flags_of_second + "\n";
    told += "packet|stream_index=0|pts=20|dts=20|duration=1|flags=__\n"
            "stream|index=0|codec_name=h264|codec_type=video|width=64|height=64|pix_fmt=yuv420p|time_base=1/25\n"
            "format|format_name=mov,mp4,m4a,3gp,3g2,mj2|start_time=0.000000|duration=0.840000";
    const auto output = heard(told, 4096);
    Media media = describe_streams(*output);
    fill_pictures(media, *output, *output);
    const auto wrong = judge_times("a.mov", media, *output);
    return wrong ? wrong->code : "";
  };
  EXPECT_EQ(refused("_D"), "");
  EXPECT_EQ(refused("__"), "input.time_jump");
}

TEST(FfprobeOutput, GivenARateRoundedToNanosecondsTakesItForTheOneThatIsMeant) {
  const auto rate = [](const std::string& told) {
    const auto output = heard("stream|index=0|codec_name=h264|codec_type=video|width=64|height=64|pix_fmt=yuv420p|r_frame_rate=" + told + "\n", 4096);
    return describe_streams(*output).video.front().rate;
  };
  EXPECT_EQ(rate("19001/317"), Rational(60000, 1001));
  EXPECT_EQ(rate("2997/100"), Rational(2997, 100)) << "another rate: a picture off after nine hours";
  EXPECT_EQ(rate("60/1"), Rational(60));
}

TEST(FfprobeOutput, GivenMorePacketsThanItsLimit_StopsKeepingThemAndSaysSo) {
  FfprobeOutput::Limits limits;
  limits.packets = 2;
  FfprobeOutput output(limits);
  output.on_stdout(two_pictures);
  output.finish();
  EXPECT_TRUE(output.too_much());
  EXPECT_EQ(output.packets_of(0).size(), 2U);
}

TEST(FfprobeOutput, GivenALineWithoutEnd_StaysWithinItsLimit) {
  FfprobeOutput output;
  for (int i = 0; i < 1000; ++i) output.on_stdout(std::string(1000, 'x'));
  output.on_stdout("\nformat|format_name=avi\n");
  EXPECT_TRUE(output.too_much());
  EXPECT_EQ(field(output.format().fields, "format_name"), "avi");
}

TEST(FfprobeOutput, GivenStampsNearTheEndOfNumbers_JudgesThemAbsurd) {
  const auto heard_all = heard(
      "packet|stream_index=0|pts=9223372036854775807|dts=0|duration=9223372036854775807|flags=K_\n"
      "stream|index=0|codec_name=h264|codec_type=video|width=64|height=64|pix_fmt=yuv420p|time_base=1/"
      "90000\nformat|format_name=avi\n",
      4096);
  FfprobeOutput& output = *heard_all;
  const auto wrong = judge_streams("a.avi", describe_streams(output), output);
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->code, "input.absurd_times");
}

TEST(FfprobeOutput, GivenNoDecoder_NamesTheCodecAndARemedy) {
  const auto heard_all = heard(two_pictures, 4096);
  FfprobeOutput& output = *heard_all;
  output.on_stderr("Unsupported codec with id 27 for input stream 0\n");
  const auto wrong = judge_streams("a.mp4", describe_streams(output), output);
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->code, "input.unsupported_codec");
  EXPECT_THAT(wrong->message, ::testing::HasSubstr("h264"));
}

TEST(FirstLook, GivenTextBehindAMarkAndBlankLines_TellsWhatItIs) {
  const auto wrong = refuse_by_first_bytes("match.mp4", "\xef\xbb\xbf\n\n#EXTM3U\n");
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->code, "input.playlist");
  EXPECT_EQ(wrong->message, "match.mp4 is a playlist (M3U), not video");
  EXPECT_FALSE(refuse_by_first_bytes("a.mp4", std::string_view("\0\0\0\x18"
                                                               "ftypmp42",
                                                               12)));
}

TEST(FirstLook, GivenAWebPThatMoves_SaysSo) {
  const auto webp = [](char flags) { return std::string("RIFF\x10\0\0\0WEBPVP8X\x0a\0\0\0", 20) + flags; };
  const auto wrong = refuse_by_first_bytes("dance.webp", webp(0x12));
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->code, "input.unsupported_container");
  EXPECT_EQ(wrong->message, "dance.webp is an animated WebP, which ffmpeg cannot decode");
  EXPECT_FALSE(refuse_by_first_bytes("still.webp", webp(0x10)));
}

TEST(Verdict, GivenAnEndlessLook_SaysThatThereIsNoAnswer) {
  const auto wrong = judge_ending("a.mp4", "", core::Stalled{}, "");
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->code, "input.too_slow");
}

TEST(Verdict, GivenALookThatTakesAProcessorWithoutEnd_SaysThatTheFileIsTheReason) {
  const auto wrong = judge_ending("a.mp4", "", core::Signalled{SIGXCPU}, "");
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->code, "input.too_slow");
  EXPECT_THAT(wrong->message, ::testing::HasSubstr("longer than any whole file"));
}

TEST(FfprobeCommand, GivenABusyMachine_OnlyTimeOnAProcessorIsShort) {
  const core::Command command = packets_command(ProbeSettings(), "/a.mp4", HowToRead(), 40'000'000'000);
  EXPECT_EQ(command.processor_limit, std::chrono::seconds(5 + 2000)) << "by its size";
  EXPECT_GE(command.stall, std::chrono::seconds(60)) << "ten controllers at once on two cores waited five";
  EXPECT_GT(command.timeout, command.processor_limit);
}

TEST(Report, GivenAFile_TellsAProgramWhatTheContractPromises) {
  const auto heard_all = heard(two_pictures, 4096);
  FfprobeOutput& output = *heard_all;
  auto media = std::make_shared<Media>(describe_streams(output));
  fill_pictures(*media, output, output);
  ProbeReport report;
  report.file = "/films/a.mp4";
  report.media = media;
  EXPECT_EQ(
      probe_json(report),
      R"({"file":"/films/a.mp4","usable":true,"code":null,"reason":null,"container":"mov,mp4,m4a,3gp,3g2,mj2","seconds":0.080000,)"
      R"("start":0.000000,"video":{"codec":"h264","width":576,"height":768,"fps":"25","rotation":270,"variable_rate":false,)"
      R"("interlaced":false,"hdr":false},"audio":[]})");
  EXPECT_THAT(notes_about(*media, 0), ::testing::Contains("rotated 270°"));
}

TEST(Report, GivenANameThatIsNotUtf8_KeepsItsBytesAsLoneSurrogates) {
  ProbeReport report;
  report.file = "/films/a\xff\n\"\xc3\xbc.mp4";
  EXPECT_THAT(probe_json(report), ::testing::StartsWith(R"({"file":"/films/a\udcff\n\")"
                                                        "\xc3\xbc.mp4\""));
}

}  // namespace
}  // namespace spool::pipelines
