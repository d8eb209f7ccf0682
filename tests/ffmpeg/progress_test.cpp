// What ffmpeg prints, however it is cut into chunks. Source: GROUND, "Rendering" 4.
#include "pipelines/ffmpeg/progress.h"

#include <gtest/gtest.h>

namespace spool::test {
namespace {

using namespace pipelines;

const std::string block =
    "frame=48\nfps=0.0\nstream_0_0_q=28.0\nbitrate= "
    "120.2kbits/s\ntotal_size=24000\nout_time_us=1600000\nout_time_ms=1600000\n"
    "out_time=00:00:01.600000\ndup_frames=0\ndrop_frames=0\nspeed=3.2x\nprogress=continue\n";

TEST(ProgressParser, given_a_block_cut_anywhere_reads_the_same_numbers) {
  for (std::size_t cut = 0; cut <= block.size(); ++cut) {
    ProgressParser parser;
    const bool first = parser.feed(std::string_view(block).substr(0, cut));
    const bool second = parser.feed(std::string_view(block).substr(cut));
    EXPECT_TRUE(first != second) << "an advance is told once, when the block is whole";
    EXPECT_EQ(parser.latest().frame, 48);
    EXPECT_EQ(parser.latest().out_time_us, 1'600'000);
    EXPECT_EQ(parser.latest().total_size, 24000);
    EXPECT_DOUBLE_EQ(parser.latest().speed, 3.2);
    EXPECT_FALSE(parser.latest().ended);
  }
}

TEST(ProgressParser, given_the_same_block_again_says_that_nothing_advanced) {
  ProgressParser parser;
  EXPECT_TRUE(parser.feed(block));
  EXPECT_FALSE(parser.feed(block));
  EXPECT_TRUE(parser.feed("progress=end\n"));
  EXPECT_TRUE(parser.latest().ended);
}

TEST(ProgressParser, given_nonsense_keeps_what_it_knows) {
  ProgressParser parser;
  parser.feed(block);
  EXPECT_FALSE(parser.feed("frame=N/A\nout_time_us=N/A\nspeed=N/A\n=\nprogress\n" +
                           std::string(100'000, 'x') + "\nprogress=continue\n"));
  EXPECT_EQ(parser.latest().frame, 48);
}

std::string stamped(std::int64_t tick) {
  return "[showinfo@cut @ 0x5581] [info] n:   0 pts: " + std::to_string(tick) + " pts_time:1 duration: 512\n";
}

TEST(ClipWatch, given_the_planned_stamps_in_chunks_of_a_byte_is_content) {
  const std::vector<std::int64_t> planned = {-512, 0, 512};
  ClipWatch watch(StampRange{planned.data(), planned.data() + planned.size()});
  EXPECT_FALSE(watch.as_planned()) << "nothing seen yet";
  for (const std::int64_t tick : planned) {
    for (const char c : stamped(tick)) watch.on_stderr(std::string_view(&c, 1));
  }
  EXPECT_TRUE(watch.as_planned());
  EXPECT_EQ(watch.pictures(), 3);
}

TEST(ClipWatch, given_a_stamp_too_few_too_many_or_another_is_not) {
  const std::vector<std::int64_t> planned = {0, 512};
  for (const std::string& log : {stamped(0), stamped(0) + stamped(512) + stamped(1024),
                                 stamped(0) + stamped(511), stamped(512) + stamped(0)}) {
    ClipWatch watch(StampRange{planned.data(), planned.data() + planned.size()});
    watch.on_stderr(log);
    watch.finish();
    EXPECT_FALSE(watch.as_planned()) << log;
  }
}

TEST(ClipWatch, given_another_showinfo_in_the_document_does_not_mistake_it) {
  const std::vector<std::int64_t> planned = {0};
  ClipWatch watch(StampRange{planned.data(), planned.data() + 1});
  watch.on_stderr("[Parsed_showinfo_3 @ 0x1] [info] n: 0 pts: 77 pts_time:1\n" + stamped(0));
  EXPECT_TRUE(watch.as_planned());
}

TEST(ClipWatch, given_a_flood_of_errors_keeps_the_last_twenty_and_counts_those_while_shown) {
  ClipWatch watch;
  watch.on_stderr("[h264 @ 0x1] [error] before\n" + stamped(0));
  for (int i = 0; i < 1000; ++i)
    watch.on_stderr("[h264 @ 0x1] [error] no " + std::to_string(i) + std::string(2000, '!') + "\n");
  watch.on_stderr("[fatal] last words without an end");
  watch.finish();
  const std::string text = watch.tail().text();
  EXPECT_LT(text.size(), 20U * 501);
  EXPECT_NE(text.find("last words"), std::string::npos);
  EXPECT_EQ(text.find("before"), std::string::npos);
  EXPECT_EQ(watch.errors_while_shown(), 1001);
}

}  // namespace
}  // namespace spool::test
