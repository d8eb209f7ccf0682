#include "core/utf8.h"

#include <gtest/gtest.h>

namespace spool::core {
namespace {

TEST(Utf8, GivenBytesThatAreNoLetters_TheyAreReplacedAndNothingElseIs) {
  EXPECT_EQ(replace_invalid("b\xff\xfe $x"), "b\xef\xbf\xbd\xef\xbf\xbd $x");
  EXPECT_EQ(replace_invalid("Tor für Köln 日本"), "Tor für Köln 日本");
  EXPECT_EQ(replace_invalid("cut off \xe6\x97"), "cut off \xef\xbf\xbd\xef\xbf\xbd");
}

}  // namespace
}  // namespace spool::core
