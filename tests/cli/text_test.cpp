// Names and messages on a terminal: safe, and as wide as they are.
#include "cli/text.h"

#include "cli/message.h"

#include <gtest/gtest.h>

namespace spool::cli {
namespace {

TEST(Printable, ControlCharactersAreShownAndNeverSent) {
  EXPECT_EQ(printable("a\x1b[2Jb\n\t\r\x7f"), "a\\x1b[2Jb\\n\\t\\r\\x7f");
  EXPECT_EQ(printable("\xc2\x9b"
                      "31m"),
            "\\x9b31m");  // CSI as one C1 character
  EXPECT_EQ(printable("a\xe2\x80\xae"
                      "4pm"),
            "a\\u202e4pm");  // right-to-left override
  EXPECT_EQ(printable("two\nlines", true), "two\nlines");
}

TEST(Printable, LettersStayAndBytesThatAreNoneAreShown) {
  EXPECT_EQ(printable("Törn 試合 🏐"), "Törn 試合 🏐");
  EXPECT_EQ(printable("caf\xe9.mp4"), "caf\\xe9.mp4");
  EXPECT_EQ(printable("\xc0\xaf|\xed\xa0\x80|\xf5"), "\\xc0\\xaf|\\xed\\xa0\\x80|\\xf5");
}

TEST(Columns, WideLettersTakeTwoAndCombiningMarksNone) {
  EXPECT_EQ(columns("abc"), 3);
  EXPECT_EQ(columns("試合"), 4);
  EXPECT_EQ(columns("e\xcc\x81"), 1);
}

TEST(Shortened, TheCutIsShownAndNoLetterIsHalved) {
  EXPECT_EQ(shortened("highlights", 10), "highlights");
  EXPECT_EQ(shortened("highlights", 6), "highl…");
  EXPECT_EQ(shortened("highlights", 6, false), "highl~");
  EXPECT_EQ(shortened("試合記録", 4), "試…");
  EXPECT_EQ(fitted("試合記録", 4), "試… ");
}

TEST(Durations, AreReadLikeAClock) {
  EXPECT_EQ(clock_text(42.4), "0:42");
  EXPECT_EQ(clock_text(3723), "1:02:03");
  EXPECT_EQ(clock_text(-1), "0:00");
}

TEST(Message, AnErrorNamesItsPlaceAndItsRemedy) {
  const core::Error error = {
      "document.unknown_key", "unknown key `effects`", "did you mean `apply`?", {"reel.yaml", 12, 5}};
  EXPECT_EQ(error_text(error, paint(false)),
            "reel.yaml:12:5: error: unknown key `effects`\n  hint: did you mean `apply`?\n");
  EXPECT_EQ(message_text({core::Said::Weight::warning, {"x.y", "slow disk", "", {}}}, paint(false)),
            "spool: warning: slow disk\n");
}

TEST(Message, FfmpegsLastLinesStandIndentedAndCannotMoveTheCursor) {
  const core::Error error = {
      "job.failed", "titled-3 failed: exit status 1\n[h264] bad \x1b[2J\nlast\n", "", {}};
  EXPECT_EQ(error_text(error, paint(false)),
            "spool: error: titled-3 failed: exit status 1\n    [h264] bad \\x1b[2J\n    last\n");
}

TEST(Message, ColoursSurroundTheWordsAndNothingElse) {
  const std::string text = error_text({"a.b", "no", "", {"f", 1, 2}}, paint(true));
  EXPECT_EQ(text, "\x1b[1mf:1:2: \x1b[0m\x1b[1;31merror:\x1b[0m no\n");
}

}  // namespace
}  // namespace spool::cli
