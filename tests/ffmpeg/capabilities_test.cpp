// What this ffmpeg can do, and what is said where it cannot. Source: DESIGN, promise 2.
#include "pipelines/ffmpeg/capabilities.h"

#include "real_ffmpeg.h"

#include <gtest/gtest.h>

namespace spool::test {
namespace {

using namespace pipelines;

Capabilities real_ones() {
  Capabilities capabilities;
  capabilities.encoders = parse_encoders(must_run({tools().ffmpeg, "-hide_banner", "-encoders"}));
  capabilities.filters = parse_filters(must_run({tools().ffmpeg, "-hide_banner", "-filters"}));
  return capabilities;
}

TEST(Version, is_read_from_releases_packages_tags_and_nightly_builds) {
  EXPECT_EQ(parse_version("ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000\n").major, 5);
  EXPECT_EQ(parse_version("ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000\n").minor, 1);
  EXPECT_EQ(parse_version("ffmpeg version 7.1.1-1+b1 Copyright\n").major, 7);
  EXPECT_EQ(parse_version("ffmpeg version n6.1 Copyright\n").major, 6);
  EXPECT_EQ(
      parse_version("ffmpeg version N-113684-g1 Copyright\nlibavcodec     61. 3.100 / 61. 3.100\n").major, 7);
  EXPECT_EQ(parse_version("something else").major, 0);
}

TEST(Capabilities, of_the_real_ffmpeg_hold_what_films_are_made_with) {
  const Capabilities real = real_ones();
  for (const char* filter : {"trim", "fps", "tpad", "drawtext", "overlay", "bwdif", "atempo"})
    EXPECT_TRUE(real.has_filter(filter)) << filter;
  EXPECT_TRUE(real.has_encoder("libx264"));
  EXPECT_FALSE(real.has_filter("T.."));
  EXPECT_EQ(picture_encoder("h264", real).value(), "libx264");
  EXPECT_EQ(picture_encoder("libx264", real).value(), "libx264");
  EXPECT_EQ(sound_encoder("aac", real).value(), "aac");
  EXPECT_EQ(sound_encoder("pcm", real).value(), "pcm_s16le");
}

TEST(Capabilities, that_are_missing_are_told_with_the_nearest) {
  const Capabilities real = real_ones();
  EXPECT_EQ(picture_encoder("libx246", real).error().code, "document.unknown_encoder");
  EXPECT_NE(picture_encoder("libx246", real).error().hint.find("libx264"), std::string::npos);
  ASSERT_TRUE(unknown_filter("hflip,hlfip=1", real).has_value());
  EXPECT_NE(unknown_filter("hflip,hlfip=1", real)->hint.find("hflip"), std::string::npos);
  EXPECT_FALSE(unknown_filter("eq=contrast=1.2, hue=s=0", real).has_value());
}

TEST(FilterNames, of_a_chain_are_found_among_labels_options_and_quotes) {
  using Found = std::vector<std::string>;
  EXPECT_EQ(filter_names("hue=s=0,eq=contrast=1.2"), (Found{"hue", "eq"}));
  EXPECT_EQ(filter_names("split[a][b];[a]hflip[c];[c][b] hstack"), (Found{"split", "hflip", "hstack"}));
  EXPECT_EQ(filter_names("drawtext@name=text='a,b;[c]':x=1,null"), (Found{"drawtext", "null"}));
  EXPECT_EQ(filter_names("geq=lum=p(X\\,Y),vflip"), (Found{"geq", "vflip"}));
  EXPECT_EQ(filter_names(""), Found{});
  EXPECT_EQ(filter_names("[never closed"), Found{});
}

}  // namespace
}  // namespace spool::test
