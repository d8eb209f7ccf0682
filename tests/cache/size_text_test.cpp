#include "core/cache/size_text.h"

#include <gtest/gtest.h>

namespace spool::core {
namespace {

TEST(SizeText, given_sizes_as_people_write_them_then_they_are_bytes) {
  EXPECT_EQ(parse_bytes("0"), 0U);
  EXPECT_EQ(parse_bytes("1500"), 1500U);
  EXPECT_EQ(parse_bytes("20G"), 20'000'000'000U);
  EXPECT_EQ(parse_bytes("500M"), 500'000'000U);
  EXPECT_EQ(parse_bytes("500 mb"), 500'000'000U);
  EXPECT_EQ(parse_bytes("1.5G"), 1'500'000'000U);
  EXPECT_EQ(parse_bytes("2Ki"), 2048U);
  EXPECT_EQ(parse_bytes("1.5GiB"), 1'610'612'736U);
  EXPECT_EQ(parse_bytes("7b"), 7U);
  EXPECT_EQ(parse_bytes("18446744073709551615"), 18'446'744'073'709'551'615U);
}

TEST(SizeText, given_what_is_no_size_then_there_is_none) {
  for (const char* text :
       {"", " ", "G", "-1", "+1", "1.", ".5G", "1,5G", "20X", "20GG", "20G ", "0x10", "1e9", "20 G B",
        "18446744073709551616", "99999999999T", "18446744.073709551617T", "1\n"}) {
    EXPECT_FALSE(parse_bytes(text)) << text;
  }
}

TEST(SizeText, given_bytes_then_they_read_well) {
  EXPECT_EQ(bytes_text(0), "0 bytes");
  EXPECT_EQ(bytes_text(1), "1 byte");
  EXPECT_EQ(bytes_text(12'345), "12 kB");
  EXPECT_EQ(bytes_text(340'000'000), "340 MB");
  EXPECT_EQ(bytes_text(20'000'000'000), "20.0 GB");
}

}  // namespace
}  // namespace spool::core
