// Given a command line, what is asked for, or the exact words about what is wrong with it.
#include "cli/option_table.h"
#include "cli/options.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include <sstream>

namespace spool::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;
using Words = std::vector<std::string>;

template <class Options>
Options parsed(const Words& words) {
  auto request = parse_command_line(words);
  EXPECT_TRUE(request) << (request ? "" : request.error().front().message);
  if (!request || !std::holds_alternative<Options>(request->what)) {
    ADD_FAILURE() << "another command was read";
    return {};
  }
  return std::get<Options>(request->what);
}

struct Wrong {
  Words words;
  std::string code, message, hint;
};

class WrongCommandLine : public ::testing::TestWithParam<Wrong> {};

TEST_P(WrongCommandLine, IsRefusedWithWhatIsWrongAndTheNearestWord) {
  const auto request = parse_command_line(GetParam().words);
  ASSERT_FALSE(request);
  ASSERT_EQ(request.error().size(), 1U);
  EXPECT_EQ(request.error().front().code, GetParam().code);
  EXPECT_EQ(request.error().front().message, GetParam().message);
  EXPECT_EQ(request.error().front().hint, GetParam().hint);
  EXPECT_EQ(core::exit_code_of(request.error()), 2);
}

INSTANTIATE_TEST_SUITE_P(
    Table, WrongCommandLine,
    ::testing::Values(
        Wrong{{}, "usage.missing_argument", "no command is given", "spool --help lists them"},
        Wrong{{"rnu", "a.yaml"}, "usage.unknown_command", "there is no command 'rnu'", "did you mean 'run'?"},
        Wrong{{"xylophone"},
              "usage.unknown_command",
              "there is no command 'xylophone'",
              "spool --help lists them"},
        Wrong{{"verify"}, "usage.missing_argument", "the film is missing", "--help shows an example"},
        Wrong{{"run", "a.yaml", "-o", "~/film.mp4"},
              "usage.bad_value",
              "-o: `~` is not replaced by your home folder inside quotes",
              "write the whole path, or leave the quotes out"},
        Wrong{{"run", "a.yaml", "-o", "ftp://host/film.mp4"},
              "usage.bad_value",
              "-o: 'ftp://host/film.mp4' is an address, not a file",
              "write a file, then send it there"},
        Wrong{{"verify", "a.mp4", "b.mp4"},
              "usage.extra_argument",
              "'b.mp4' is one argument too many",
              "--help shows an example"},
        Wrong{{"worker"},
              "usage.later",
              "'worker' comes with a later version of Spool",
              "spool --help lists what there is"},
        Wrong{{"pause"},
              "usage.missing_argument",
              "the run (its id, or the start of it) is missing",
              "--help shows an example"},
        Wrong{{"cancel", "a", "b"},
              "usage.extra_argument",
              "'b' is one argument too many",
              "--help shows an example"},
        Wrong{{"status", ""}, "usage.bad_value", "an argument is empty", ""},
        Wrong{{"resume", "2026", "--due"},
              "usage.contradiction",
              "'--due' takes up every run that is due",
              "leave the run out"},
        Wrong{{"cache", "claer"},
              "usage.bad_value",
              "what is done to the cache cannot be 'claer'",
              "did you mean 'clear'?"},
        Wrong{{"cache", "trim", "--to", "much"},
              "usage.bad_value",
              "'--to' is a size such as 20G or 500M, not 'much'",
              ""},
        Wrong{{"cache", "clear", "--to", "1G"},
              "usage.contradiction",
              "'--to' says how far the cache is trimmed",
              "spool cache trim --to 20G"},
        Wrong{{"run"},
              "usage.missing_argument",
              "the pipeline (a file, or - for standard input) is missing",
              "--help shows an example"},
        Wrong{{"run", "a.yaml", "b.yaml"},
              "usage.extra_argument",
              "'b.yaml' is one argument too many",
              "--help shows an example"},
        Wrong{{"run", ""}, "usage.bad_value", "an argument is empty", ""},
        Wrong{{"run", "a.yaml", "--outdir", "x"},
              "usage.unknown_option",
              "there is no option '--outdir'",
              "did you mean '--out-dir'?"},
        Wrong{{"--jsno", "run", "a.yaml"},
              "usage.unknown_option",
              "there is no option '--jsno'",
              "did you mean '--json'?"},
        Wrong{{"run", "a.yaml", "-Z"},
              "usage.unknown_option",
              "there is no option '-Z'",
              "--help lists the options"},
        Wrong{{"run", "a.yaml", "-j"}, "usage.missing_value", "'-j' needs a value: N", ""},
        Wrong{{"run", "a.yaml", "-j", "0"},
              "usage.bad_value",
              "'--jobs' is a whole number from 1 to 1024, not '0'",
              ""},
        Wrong{{"run", "a.yaml", "-j", "2x"},
              "usage.bad_value",
              "'--jobs' is a whole number from 1 to 1024, not '2x'",
              ""},
        Wrong{{"run", "a.yaml", "-i", "match.mp4"},
              "usage.bad_value",
              "'--input match.mp4' is not of the form NAME=PATH",
              ""},
        Wrong{{"run", "a.yaml", "-i", "game="},
              "usage.bad_value",
              "'--input game=' is not of the form NAME=PATH",
              ""},
        Wrong{
            {"run", "a.yaml", "-i", "a=x", "-i", "a=y"}, "usage.bad_value", "'--input a' is given twice", ""},
        Wrong{{"run", "a.yaml", "-n", "--format", "jsn"},
              "usage.bad_value",
              "'--format' cannot be 'jsn'",
              "did you mean 'json'?"},
        Wrong{{"run", "a.yaml", "--format", "dot"},
              "usage.contradiction",
              "'--format' says how a plan is printed",
              "add --dry-run"},
        Wrong{{"run", "a.yaml", "-n", "--json", "--format", "shell"},
              "usage.contradiction",
              "'--json' means '--format json'",
              "leave one of them out"},
        Wrong{{"run", "a.yaml", "--progress", "bars"},
              "usage.bad_value",
              "'--progress' cannot be 'bars'",
              "did you mean 'bar'?"},
        Wrong{{"run", "a.yaml", "-q", "-v"},
              "usage.contradiction",
              "'--quiet' and '--verbose' exclude each other",
              ""},
        Wrong{{"run", "a.yaml", "--json=yes"}, "usage.needless_value", "'--json' takes no value", ""},
        Wrong{{"batch", "a.yaml"},
              "usage.missing_argument",
              "no file or folder is given",
              "--help shows an example"},
        Wrong{{"batch", "a.yaml", "x.mp4", "-k", "--fail-fast"},
              "usage.contradiction",
              "'--fail-fast' and '--keep-going' exclude each other",
              ""},
        Wrong{{"batch", "a.yaml", "x.mp4", "-o", "y.mp4"},
              "usage.unknown_option",
              "there is no option '-o'",
              "--help lists the options"},
        Wrong{{"doctor", "now"},
              "usage.extra_argument",
              "'now' is one argument too many",
              "--help shows an example"}));

TEST(CommandLine, EveryFaultOfALineIsToldAtOnce) {
  const auto request = parse_command_line({"run", "-j", "none", "--progress", "loud", "-i", "x"});
  ASSERT_FALSE(request);
  EXPECT_EQ(request.error().size(), 4U);
}

TEST(CommandLine, RunWithAllItsOptionsIsReadAsTyped) {
  const auto run = parsed<RunOptions>({"run", "reel.yaml", "-i", "game=a b.mp4", "--input=crest=c=1.png",
                                       "--set", "team=", "-o", "out.mp4", "--out-dir", "films", "-j4", "-kny",
                                       "--format", "shell", "--no-optimize", "--no-cache"});
  EXPECT_EQ(run.pipeline, "reel.yaml");
  EXPECT_THAT(run.inputs, ElementsAre(Pair("game", "a b.mp4"), Pair("crest", "c=1.png")));
  EXPECT_THAT(run.sets, ElementsAre(Pair("team", "")));
  EXPECT_EQ(run.output, "out.mp4");
  EXPECT_EQ(run.out_dir, "films");
  EXPECT_EQ(run.jobs, 4);
  EXPECT_TRUE(run.keep_going && run.dry_run && run.overwrite && !run.optimize && !run.cache);
  EXPECT_EQ(run.format, PlanFormat::shell);
}

TEST(CommandLine, OptionsOfEveryCommandMayStandBeforeIt) {
  const auto request = parse_command_line({"--state", "/s", "--json", "run", "-", "-n"});
  ASSERT_TRUE(request);
  EXPECT_EQ(request->common.state, "/s");
  EXPECT_TRUE(request->common.json);
  EXPECT_EQ(std::get<RunOptions>(request->what).pipeline, "-");
  EXPECT_EQ(std::get<RunOptions>(request->what).format, PlanFormat::json);
}

TEST(CommandLine, OfAnOptionGivenTwiceTheLastCounts) {
  EXPECT_EQ(parsed<RunOptions>({"run", "a.yaml", "-j", "2", "-j", "3"}).jobs, 3);
}

TEST(CommandLine, NamesThatLookLikeSomethingElseAreNames) {
  const auto batch =
      parsed<BatchOptions>({"batch", "p.yaml", "run", "[2024]", "{}", "++", "--", "-dash.mp4", "--json"});
  EXPECT_THAT(batch.files, ElementsAre("run", "[2024]", "{}", "++", "-dash.mp4", "--json"));
  EXPECT_EQ(parsed<RunOptions>({"run", "p.yaml", "-o", "-film.mp4"}).output, "-film.mp4");
}

TEST(CommandLine, ABatchGoesOnAfterAFailureUnlessToldOtherwise) {
  EXPECT_TRUE(parsed<BatchOptions>({"batch", "p.yaml", "x"}).keep_going);
  EXPECT_FALSE(parsed<BatchOptions>({"batch", "p.yaml", "x", "--fail-fast"}).keep_going);
  EXPECT_FALSE(parsed<RunOptions>({"run", "p.yaml"}).keep_going);
}

TEST(CommandLine, BatchTakesAGlobAndSubfolders) {
  const auto batch = parsed<BatchOptions>({"batch", "p.yaml", "x", "-r", "--match", "*.mov"});
  EXPECT_TRUE(batch.recursive);
  EXPECT_EQ(batch.match, "*.mov");
}

TEST(CommandLine, TheRunMayBeLeftOutWhereTheNewestIsMeant) {
  EXPECT_EQ(parsed<StatusOptions>({"status"}).run, "");
  EXPECT_FALSE(parsed<StatusOptions>({"status"}).follow);
  const auto status = parsed<StatusOptions>({"status", "2026", "--follow"});
  EXPECT_EQ(status.run, "2026");
  EXPECT_TRUE(status.follow);
  const auto resume = parsed<ResumeOptions>({"resume"});
  EXPECT_TRUE(resume.run.empty() && !resume.jobs && !resume.anyway && !resume.due);
}

TEST(CommandLine, ARunIsSpokenToByItsIdOrTheStartOfIt) {
  EXPECT_EQ(parsed<PauseOptions>({"pause", "2026"}).run, "2026");
  EXPECT_FALSE(parsed<PauseOptions>({"pause", "2026"}).now);
  EXPECT_TRUE(parsed<PauseOptions>({"pause", "2026", "--now"}).now);
  EXPECT_EQ(parsed<ReleaseOptions>({"release", "2026"}).run, "2026");
  EXPECT_EQ(parsed<CancelOptions>({"cancel", "2026"}).run, "2026");
  const auto resume = parsed<ResumeOptions>({"resume", "2026", "-j", "3", "--anyway"});
  EXPECT_EQ(resume.run, "2026");
  EXPECT_EQ(resume.jobs, 3);
  EXPECT_TRUE(resume.anyway);
  EXPECT_TRUE(parsed<ResumeOptions>({"resume", "--due"}).due);
}

TEST(CommandLine, OneFilmIsVerified) {
  EXPECT_EQ(parsed<VerifyOptions>({"verify", "film.mp4", "--json"}).film, "film.mp4");
}

TEST(CommandLine, TheCacheIsShownClearedOrTrimmed) {
  EXPECT_EQ(parsed<CacheOptions>({"cache"}).deed, CacheDeed::status);
  EXPECT_EQ(parsed<CacheOptions>({"cache", "clear"}).deed, CacheDeed::clear);
  const auto trim = parsed<CacheOptions>({"cache", "trim", "--to", "1.5G"});
  EXPECT_EQ(trim.deed, CacheDeed::trim);
  EXPECT_EQ(trim.to, 1'500'000'000U);
  EXPECT_FALSE(parsed<CacheOptions>({"cache", "trim"}).to);
}

TEST(CommandLine, VersionAndHelpAreTextsForStandardOutput) {
  EXPECT_THAT(parsed<Text>({"--version"}).text, ::testing::MatchesRegex("spool [0-9.]+\n"));
  EXPECT_THAT(parsed<Text>({"run", "--help"}).text, HasSubstr("Usage: spool run [OPTION...] PIPELINE"));
  EXPECT_THAT(parsed<Text>({"run", "--version"}).text, HasSubstr("spool "));
}

TEST(Help, EveryCommandIsListedAndShowsAnExampleOfItself) {
  for (const CommandSpec& command : commands()) {
    const std::string start = "spool " + std::string(command.name);
    EXPECT_THAT(help(), HasSubstr("\n  " + std::string(command.name)));
    EXPECT_THAT(help(command), HasSubstr("\nExample:\n  " + start)) << command.name;
    for (const OptionSpec& option : command.options) EXPECT_THAT(help(command), HasSubstr(long_name(option)));
  }
}

TEST(Help, ItsExamplesAreCommandLinesThatAreUnderstood) {
  for (const CommandSpec& command : commands()) {
    std::istringstream text{std::string(command.example)};
    Words words;
    for (std::string word; text >> word && word != ">";) words.push_back(word);
    ASSERT_EQ(words.front(), "spool");
    words.erase(words.begin());
    EXPECT_TRUE(parse_command_line(words)) << command.example;
  }
}

TEST(Help, NoLineIsWiderThanATerminal) {
  for (const CommandSpec& command : commands()) {
    std::istringstream text(help(command));
    for (std::string line; std::getline(text, line);) EXPECT_LE(line.size(), 100U) << line;
  }
}

}  // namespace
}  // namespace spool::cli
