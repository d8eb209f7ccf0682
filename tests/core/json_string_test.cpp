#include "core/json_string.h"

#include <gtest/gtest.h>

namespace spool::core {
namespace {

TEST(JsonString, given_names_of_any_bytes_it_is_one_line_of_valid_json) {
  EXPECT_EQ(json_string("a\nb\"c\\d\x01\x7f"), R"("a\nb\"c\\d\u0001\u007f")");
  EXPECT_EQ(json_string("Müller ⚽"), "\"Müller ⚽\"");
  EXPECT_EQ(json_string("M\xfcller"), R"("M\udcfcller")") << "Latin-1";
  EXPECT_EQ(json_string("\xff\x80"), R"("\udcff\udc80")");
  EXPECT_EQ(json_string("\xed\xa0\x80"), R"("\udced\udca0\udc80")") << "a surrogate is not UTF-8";
  EXPECT_EQ(json_string("\xc0\xaf"), R"("\udcc0\udcaf")") << "nor is an overlong form";
  EXPECT_EQ(json_string("\xe2\x82"), R"("\udce2\udc82")") << "nor is half a letter";
  EXPECT_EQ(json_string(std::string_view("\0", 1)), R"("\u0000")");
}

}  // namespace
}  // namespace spool::core
