// What the decoding ffprobe prints, taken apart: pure, nothing is started.
#include "pipelines/media/describe.h"
#include "pipelines/verifying/gather_facts.h"

#include <gtest/gtest.h>

namespace spool::pipelines {
namespace {

constexpr const char* printed =
    "packet|stream_index=0|pts=0|dts=0|duration=512|flags=K_\n"
    "frame|stream_index=0|best_effort_timestamp=0|pkt_duration=512||side_data|\n\n"
    "packet|stream_index=0|pts=512|dts=512|duration=512|flags=K_\n"
    "packet|stream_index=1|pts=0|dts=0|duration=1024|flags=K_\n"
    "frame|stream_index=1|best_effort_timestamp=0|pkt_duration=1024|nb_samples=1024\n"
    "packet|stream_index=0|pts=1024|dts=1024|duration=512|flags=K_\n"
    "frame|stream_index=0|best_effort_timestamp=1024|pkt_duration=512|log|level=16\nlog|level=16\n"
    "stream|index=0|codec_name=h264|codec_type=video|width=160|height=90|pix_fmt=yuv420p|time_base=1/12800|"
    "r_frame_rate=25/1\n"
    "stream|index=1|codec_name=aac|codec_type=audio|sample_rate=48000|channels=2|time_base=1/48000\n"
    "format|format_name=mov,mp4,m4a,3gp,3g2,mj2|start_time=0.000000";

constexpr const char* told =
    "[mov,mp4,m4a,3gp,3g2,mj2 @ 0x55] [warning] a word that is no error\n"
    "    Last message repeated 7 times\n"
    "[h264 @ 0x5599] [error] error while decoding MB 1 5\n"
    "    Last message repeated 2 times\n"
    "[warning] Unsupported codec with id 27 for input stream 0\n";

FilmFacts facts_of(const DecodedFilm& film) {
  Media media = describe_streams(film.asked());
  fill_pictures(media, film.asked(), film.decoded());
  fill_sound(media, film.asked());
  return gather_facts("a.mp4", media, film);
}

TEST(DecodedFilm, GivenChunksOfAnySize_KeepsPacketsFramesAndErrorsApart) {
  for (const std::size_t chunk : {std::size_t{1}, std::size_t{7}, std::size_t{4096}}) {
    DecodedFilm film;
    const std::string_view lines(printed);
    for (std::size_t at = 0; at < lines.size(); at += chunk) film.on_stdout(lines.substr(at, chunk));
    film.on_stderr(told);
    film.finish();

    EXPECT_EQ(film.asked().packets_of(0).size(), 3U);
    EXPECT_EQ(film.decoded().packets_of(0).size(), 2U);
    EXPECT_EQ(film.errors(), 3) << "one and its two repetitions; warnings are none";
    EXPECT_EQ(film.first_error(), "h264: error while decoding MB 1 5");
    EXPECT_EQ(film.asked().told().find("Unsupported codec"),
              film.asked().told().rfind('\n', film.asked().told().size() - 2) + 1)
        << "a probe reads these words at the start of a line";
  }
}

TEST(DecodedFilm, GivenAPacketThatIsLostBeforeAFaultyFrame_TheFirstFaultIsThere) {
  DecodedFilm film;
  film.on_stdout(printed);
  film.on_stderr(told);
  film.finish();
  const FilmFacts facts = facts_of(film);
  ASSERT_TRUE(facts.pictures);
  EXPECT_EQ(facts.pictures->stamps, (std::vector<std::int64_t>{0, 1024}));
  ASSERT_EQ(facts.sound.size(), 1U);
  EXPECT_EQ(facts.sound.front().frames.front().samples, 1024);
  EXPECT_EQ(facts.complaints.first_at, Rational(512, 12800));
}

}  // namespace
}  // namespace spool::pipelines
