#include "pipelines/moments/import.h"
#include "tests/moments/tag_files.h"

#include <gmock/gmock.h>

#include <string>

namespace spool::pipelines::testing {
namespace {

using namespace std::string_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

/// ASCII and a few others by hand, so that the test does not share the code that it tests.
std::string utf16(const std::u16string& text, bool little) {
  std::string bytes;
  for (const char16_t unit : text) {
    const char high = static_cast<char>(unit >> 8), low = static_cast<char>(unit & 0xff);
    bytes += little ? std::string{low, high} : std::string{high, low};
  }
  return bytes;
}

struct Encoded {
  std::string what;
  std::string bytes;
};
class Encodings : public ::testing::TestWithParam<Encoded> {};

TEST_P(Encodings, give_the_same_moment) {
  const auto moments = imported(GetParam().bytes);
  ASSERT_THAT(moments, SizeIs(1)) << GetParam().what;
  EXPECT_EQ(moments[0].label, "Übung für José – 5 €") << GetParam().what;
  EXPECT_EQ(moments[0].start, at(1));
}

const std::u16string wide = u"start,end,label\r\n1,2,Übung für José – 5 €\r\n";

INSTANTIATE_TEST_SUITE_P(All, Encodings,
                         ::testing::Values(Encoded{"UTF-8", "start,end,label\n1,2,Übung für José – 5 €\n"},
                                           Encoded{"UTF-8 with a BOM",
                                                   "\xef\xbb\xbfstart,end,label\n1,2,Übung für José – 5 €\n"},
                                           Encoded{"UTF-16 LE with a BOM", "\xff\xfe" + utf16(wide, true)},
                                           Encoded{"UTF-16 BE with a BOM", "\xfe\xff" + utf16(wide, false)},
                                           Encoded{"UTF-16 LE without", utf16(wide, true)},
                                           Encoded{"UTF-16 BE without", utf16(wide, false)},
                                           Encoded{"Windows-1252",
                                                   "start,end,label\n1,2,\xdc"
                                                   "bung f\xfcr Jos\xe9 \x96 5 \x80\n"}));

TEST(Encodings, given_latin_1_its_letters_are_read) {
  EXPECT_EQ(imported("start,end,label\n1,2,Malm\xf6 \xa9\n").at(0).label, "Malmö ©");
}

TEST(Encodings, given_letters_beyond_the_first_plane_in_utf16_they_are_kept) {
  EXPECT_EQ(imported("\xff\xfe" + utf16(u"start,end,label\n1,2,⚽ 🥅\n", true)).at(0).label, "⚽ 🥅");
}

struct NotTags {
  std::string what;
  std::string bytes;
  std::string says;
};
class Mistaken : public ::testing::TestWithParam<NotTags> {};

TEST_P(Mistaken, file_is_refused_by_what_it_is) {
  const auto errors = refused(GetParam().bytes);
  ASSERT_THAT(errors, SizeIs(1)) << GetParam().what;
  EXPECT_EQ(errors[0].code, "moments.not_text") << GetParam().what;
  EXPECT_EQ(errors[0].place.file, "tags.csv");
  EXPECT_THAT(errors[0].message, HasSubstr(GetParam().says));
  EXPECT_EQ(core::exit_code_of(errors[0]), 2);
}

INSTANTIATE_TEST_SUITE_P(
    Files, Mistaken,
    ::testing::Values(NotTags{"mp4",
                              "\0\0\0\x20"
                              "ftypisom\0\0\2\0"s,
                              "a video (mp4 or mov)"},
                      NotTags{"mkv", "\x1a\x45\xdf\xa3\x01\0\0"s, "a video (mkv or webm)"},
                      NotTags{"avi", "RIFF\1\2\3\4AVI LIST"s, "a video (avi)"},
                      NotTags{"ts",
                              "G"s + std::string(187, '\xff') + "G" + std::string(187, '\xff') + "G" +
                                  std::string(187, '\xff'),
                              "MPEG-TS"},
                      NotTags{"xlsx", "PK\3\4\x14\0\6\0"s, "spreadsheet"},
                      NotTags{"zeros", std::string(5000, '\0'), "binary"},
                      NotTags{"text with a zero", "start,end\n1,2\n\0"s, "binary"},
                      NotTags{"half a UTF-16 file", "\xff\xfes\0t\0a"s, "cut off"},
                      NotTags{"UTF-16 with half a pair", "\xff\xfe\x3d\xd8s\0"s, "damaged"},
                      NotTags{"control characters", "start,end\n\1\2\3\4\5\6\7\x8\n", "binary"}));

TEST(Limits, given_more_than_64_mib_the_file_is_refused_unread) {
  EXPECT_EQ(refused(std::string(most_tag_bytes + 1, 'x')).at(0).code, "moments.too_large");
}

TEST(Limits, given_more_than_a_million_rows_the_file_is_refused) {
  std::string text = "start,end\n";
  for (std::size_t i = 0; i <= most_tag_rows; ++i) text += "1,2\n";
  const auto errors = refused(text);
  ASSERT_THAT(errors, SizeIs(1));
  EXPECT_EQ(errors[0].code, "moments.too_large");
  EXPECT_EQ(errors[0].place.line, 1000002);
}

TEST(Limits, given_a_row_of_a_million_cells_it_is_refused) {
  EXPECT_EQ(refused("start,end\n1,2" + std::string(1000000, ',') + "\n").at(0).code, "moments.cells");
}

}  // namespace
}  // namespace spool::pipelines::testing
