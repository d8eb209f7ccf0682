// A sound track by number and by language, whichever of its codes the file and the document use.
#include "pipelines/planning/sound_track.h"

#include "pipelines/document/languages.h"

#include <gtest/gtest.h>

namespace spool::pipelines::testing {
namespace {

Media with_languages(const std::vector<std::string>& languages) {
  Media media;
  for (const std::string& language : languages) media.audio.emplace_back().language = language;
  return media;
}

Input game(Track track) {
  Input input;
  input.name = "game";
  input.track = Located<Track>{std::move(track), {"reel.yaml", 2, 30}};
  return input;
}

TEST(SoundTrack, GivenANumberItIsThatOne) {
  EXPECT_EQ(sound_track(game({2, ""}), with_languages({"eng", "deu"})).value(), 1);
  EXPECT_EQ(sound_track(Input(), with_languages({})).value(), 0) << "none asked for, none needed";
}

TEST(SoundTrack, GivenALanguageItIsTheFirstTrackInItHoweverEachWritesIt) {
  const Media media = with_languages({"", "eng", "ger", "de"});
  EXPECT_EQ(sound_track(game({0, "deu"}), media).value(), 2);
  EXPECT_EQ(sound_track(game({0, "eng"}), with_languages({"fre", "en"})).value(), 1);
}

TEST(SoundTrack, GivenOneThatIsNotThereTheErrorSaysWhereAndWhatThereIs) {
  const auto refused = sound_track(game({0, "fra"}), with_languages({"eng", ""}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(core::to_line(refused.error()),
            "reel.yaml:2:30: `game` has no sound track in `fra`; its sound tracks are: 1 eng, 2 without a language");
  EXPECT_EQ(refused.error().code, "document.no_such_track");
  EXPECT_EQ(sound_track(game({3, ""}), with_languages({"eng", "deu"})).error().message,
            "`game` has no sound track 3; its sound tracks are: 1 eng, 2 deu");
  EXPECT_EQ(sound_track(game({1, ""}), with_languages({})).error().hint, "the file has no sound at all");
}

TEST(Languages, EachCodeOfALanguageIsTheSame) {
  for (const char* german : {"de", "deu", "ger", "DE", "Ger"}) EXPECT_EQ(parse_language(german), "deu") << german;
  EXPECT_EQ(parse_language("zu"), "zul") << "the last of the list";
  EXPECT_EQ(parse_language("aa"), "aar") << "the first";
  EXPECT_EQ(parse_language("no"), "nor");
  EXPECT_EQ(parse_language("gsw"), "gsw") << "has no code of two letters";
  for (const char* wrong : {"", "e", "xx", "english", "e1", "en-US", "d u"}) EXPECT_FALSE(parse_language(wrong)) << wrong;
}

}  // namespace
}  // namespace spool::pipelines::testing
