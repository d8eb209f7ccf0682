// Whatever is wrong with a document is told in one run, each fault once, by place: one phase hides nothing of another. Source: DESIGN,
// promise 2.
#include "tests/integration/film.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace spool::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

/// "3 input.missing": where and what; without a place the code alone.
std::vector<std::string> told(const std::string& json, const std::string& name = "error") {
  std::vector<std::string> all;
  for (const auto& error : events(json, name)) {
    const auto& line = error.at("line");
    all.push_back((line.is_int64() ? std::to_string(line.as_int64()) + " " : "") + std::string(error.at("code").as_string()));
  }
  return all;
}

/// A missing input with a broken tag file, moments outside of another input, an option that the encoder does not have, a filter and a font that
/// are not there, an output that is.
class AllFaults : public ::testing::Test {
 protected:
  AllFaults() {
    folder.write("a.csv", "start,end,label\n1,2,fine\n5,abc,broken\n7,6,back\n");
    folder.write("film.mp4", "mine");
    folder.write("all.yaml",
                 "spool: 1\n"
                 "inputs:\n"
                 "  a: gone.mp4\n"
                 "  b: " + footage("motion.mov") + "\n"
                 "steps:\n"
                 "  first: {cut: a, at: {file: \"${a.dir}/a.csv\"}}\n"
                 "  second:\n"
                 "    cut: b\n"
                 "    at:\n"
                 "      - {start: 1, end: 2}\n"
                 "      - {start: 90000, end: 90001, label: Outside}\n"
                 "  styled:\n"
                 "    effect: first\n"
                 "    apply:\n"
                 "      - title: {text: x, font: No Such Family Anywhere}\n"
                 "      - filter: {video: nosuchfilter}\n"
                 "  film: {concat: [styled, second]}\n"
                 "format: {video: h264, preset: quickest}\n"
                 "output: {film: film.mp4}\n");
  }
  [[nodiscard]] Ended spool(std::vector<std::string> arguments) const { return run(spool_with(folder, std::move(arguments)), {folder.path(), {}, {}}); }

  Folder folder;
};

TEST_F(AllFaults, OfADocumentAreToldInOneRunEachOnceByPlace) {
  const Ended ended = spool({"run", "all.yaml", "--json"});
  EXPECT_EQ(ended.code, 2) << "2 goes before 3: the document has to be changed whatever the files are";
  EXPECT_THAT(told(ended.out),
              ElementsAre("3 input.missing", "11 moments.outside", "15 document.unknown_font", "16 document.unknown_filter",
                          "18 document.encoder_option", "19 output.exists", "3 moments.end", "4 moments.empty"))
      << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("a.csv:3:3: error: "));
}

TEST_F(AllFaults, AreToldByADryRunTooWhereAnOutputThatExistsIsAWarning) {
  const Ended ended = spool({"run", "all.yaml", "--dry-run"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(ended.out, "");
  for (const char* code : {"gone.mp4", "Outside", "No Such Family", "nosuchfilter", "quickest", "a.csv:3:3", "warning: the output exists"}) {
    EXPECT_THAT(ended.err, HasSubstr(code));
  }
}

TEST_F(AllFaults, OfEachItemOfABatchAreToldOfThatItem) {
  std::filesystem::copy_file(footage("motion.mov"), folder / "there.mov");
  folder.write("gone-film.mp4", "mine");
  folder.write("there-film.mp4", "mine");
  std::string document = read_file(folder / "all.yaml");
  document.replace(document.find("film.mp4"), 8, "\"${a.stem}-film.mp4\"");
  folder.write("each.yaml", document);
  for (const std::string how : {"--keep-going", "--dry-run"}) {
    const Ended ended = spool({"batch", "each.yaml", "gone.mp4", "there.mov", how, "--json"});
    EXPECT_EQ(ended.code, 2) << ended.err;
    std::map<std::string, std::vector<std::string>> by_item;
    for (const auto& error : events(ended.out, "error")) by_item[std::string(error.at("item").as_string())].emplace_back(error.at("code").as_string());
    std::vector<std::string> of_both = {"moments.outside", "document.unknown_font", "document.unknown_filter", "document.encoder_option"};
    if (how != "--dry-run") of_both.emplace_back("output.exists");
    of_both.insert(of_both.end(), {"moments.end", "moments.empty"});
    EXPECT_EQ(by_item["there.mov"], of_both) << how;
    of_both.insert(of_both.begin(), "input.missing");
    EXPECT_EQ(by_item["gone.mp4"], of_both) << how;
  }
}

TEST_F(AllFaults, OfTheDocumentsOwnTextHideNothingOfItsFiles) {
  folder.write("typo.yaml",
               "spool: 1\n"
               "inputs: {a: gone.mp4}\n"
               "moments: {of: a, file: a.csv, kepp: {tag: goal}}\n"
               "steps: {clips: {cut: moments, at: []}}\n"
               "format: {video: libnosuch}\n"
               "output: {clips: film.mp4}\n");
  const Ended ended = spool({"run", "typo.yaml", "--json"});
  EXPECT_EQ(ended.code, 2);
  const std::vector<std::string> faults = told(ended.out);
  for (const char* fault : {"2 input.missing", "3 document.unknown_key", "5 document.unknown_encoder", "6 output.exists", "3 moments.end"}) {
    EXPECT_THAT(faults, ::testing::Contains(fault).Times(1)) << ended.err;
  }
  EXPECT_THAT(faults, Not(::testing::Contains(HasSubstr("none")))) << "of what is not understood nothing follows";
}

TEST_F(AllFaults, OfDocumentsAndTagFilesAreToldByValidateAndNoneOfMedia) {
  folder.write("typo.yaml",
               "spool: 1\n"
               "inputs: {a: gone.mp4}\n"
               "moments: {from: [{of: a, file: a.csv}, {of: a, file: late.csv}, {of: a, file: none.csv}]}\n"
               "steps: {clips: {cut: moments}}\n"
               "format: {vidio: h264}\n"
               "output: {clips: film.mp4}\n");
  folder.write("late.csv", "start,end\n5,4\n");
  const Ended ended = spool({"validate", "typo.yaml", "--json"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(told(ended.out), UnorderedElementsAre("3 input.missing", "5 document.unknown_key", "3 moments.end", "4 moments.empty", "2 moments.empty")) << ended.err;
}

TEST_F(AllFaults, ThatFollowFromAMissingInputAreNotTold) {
  folder.write("gone.yaml",
               "spool: 1\n"
               "inputs: {a: gone.mp4, b: " + footage("motion.mov") + "}\n"
               "moments: {of: a, list: [{start: 1, end: 2, tag: goal}]}\n"
               "steps:\n"
               "  clips: {cut: moments}\n"
               "  goals: {effect: clips, only: {tag: goal}, apply: [{trim: {first: 1s}}, {overlay: {image: a}}]}\n"
               "  film: {concat: [goals, {crossfade: 1s}, b]}\n"
               "  cropped: {effect: film, apply: [{trim: {from: 30s, to: 31s}}]}\n"
               "output: {cropped: new.mp4, goals: goals.mp4}\n");
  const Ended ended = spool({"run", "gone.yaml", "--json"});
  EXPECT_EQ(ended.code, 3);
  EXPECT_THAT(told(ended.out), ElementsAre("2 input.missing")) << ended.err;
}

TEST_F(AllFaults, DoNotIncludeAFilmThatIsUpToDateBesideOneThatCannotBeMade) {
  const std::string before = "spool: 1\ninputs: {b: " + footage("motion.mov") +
                             "}\nsteps: {clip: {cut: b, at: [{start: 0, end: 1}]}}\nformat: {size: 160x90, fps: 25, preset: ultrafast}\n"
                             "output:\n  clip: short.mp4\n";
  folder.write("two.yaml", before);
  ASSERT_EQ(spool({"run", "two.yaml"}).code, 0);
  folder.write("two.yaml", before + "  more: {from: clip, file: more.mp4, format: {video: libnosuch}}\n");
  EXPECT_THAT(told(spool({"run", "two.yaml", "--json"}).out), ElementsAre("7 document.unknown_encoder"));
  EXPECT_THAT(told(spool({"run", "two.yaml", "--json", "--no-optimize"}).out), ElementsAre("6 output.exists", "7 document.unknown_encoder"))
      << "that would be another film";
}

TEST_F(AllFaults, OfADocumentAreToldBesideAnFfmpegThatIsNone) {
  const Ended ended = spool({"run", "all.yaml", "--json", "--ffmpeg", "/bin/true"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(told(ended.out), ElementsAre("3 moments.end", "4 moments.empty", "usage.not_ffmpeg")) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("is no ffmpeg"));
}

TEST_F(AllFaults, OfADocumentAreToldBesideAStateFolderThatIsNone) {
  std::vector<std::string> argv{SPOOL_PROGRAM, "run", "all.yaml", "--json", "--state", folder / "a.csv"};
  EXPECT_THAT(told(run(std::move(argv), {folder.path(), {}, {}}).out), ElementsAre("3 moments.end", "4 moments.empty", "state.unusable"));
}

TEST_F(AllFaults, OfTheCommandLinesOutputNameTheOption) {
  folder.write("short.yaml", "spool: 1\ninputs: {b: " + footage("motion.mov") +
                                 "}\nsteps: {clip: {cut: b, at: [{start: 0, end: 1}]}}\noutput: {clip: short.mp4}\n");
  std::filesystem::create_directory(folder / "place");
  for (const char* output : {"film.mp4", "place", "film.mp4/below.mp4", "short.xyz"}) {
    const Ended ended = spool({"run", "short.yaml", "-o", output, "--json"});
    EXPECT_EQ(ended.code, 2);
    const auto errors = events(ended.out, "error");
    ASSERT_FALSE(errors.empty()) << output;
    for (const auto& error : errors) {
      EXPECT_TRUE(error.at("file").is_null()) << output << ": " << ended.err;
      EXPECT_TRUE(error.at("message").as_string().starts_with("-o: ")) << ended.err;
    }
  }
}

TEST_F(AllFaults, InABatchIncludeABindingThatItMakesItself) {
  const Ended ended = spool({"batch", "all.yaml", "one.mp4", "-i", "a=two.mp4", "--json"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(told(ended.out), ElementsAre("usage.bound_by_batch")) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("hint: "));
}

}  // namespace
}  // namespace spool::test
