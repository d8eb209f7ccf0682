// The schema is made from the reader's keys; these tests hold it to documents, by python3-jsonschema.
#include "pipelines/document/schema.h"

#include "pipelines/document/keys.h"
#include "tests/document/told.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace spool::pipelines {
namespace {

// Prints, for each document, its name and whether it fits. Plain texts come out as YAML's core schema has
// them.
constexpr const char* judge = R"(
import json, sys
try:
    import jsonschema, yaml
except ImportError:
    sys.exit("install python3-jsonschema and python3-yaml")
validator = jsonschema.Draft202012Validator(json.load(open(sys.argv[1])))
jsonschema.Draft202012Validator.check_schema(validator.schema)
wrong = []
for path in sys.argv[3:]:
    with open(path) as file:
        errors = [error.message for error in validator.iter_errors(yaml.safe_load(file))]
    if bool(errors) != (sys.argv[2] == "bad"):
        wrong.append(path + ": " + (errors[0][:300] if errors else "fits, but should not"))
sys.exit("\n".join(wrong) if wrong else 0)
)";

class Schema : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("spool-schema-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
    write("schema.json", json_schema());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
    return (folder_ / name).string();
  }

  /// Whether all documents are as expected ("good" or "bad"); what python says goes to standard error.
  int judged(const std::string& expected, const std::vector<std::string>& documents) {
    std::vector<std::string> words = {"/usr/bin/python3", "-c", judge, (folder_ / "schema.json").string(),
                                      expected};
    words.insert(words.end(), documents.begin(), documents.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    pid_t child = 0;
    EXPECT_EQ(posix_spawn(&child, argv[0], nullptr, nullptr, argv.data(), environ), 0) << "install python3";
    int status = -1;
    waitpid(child, &status, 0);
    return status;
  }

  std::filesystem::path folder_;
};

TEST_F(Schema, FitsEveryExample) {
  std::vector<std::string> examples;
  for (const auto& entry : std::filesystem::directory_iterator(SPOOL_SOURCE_DIR "/pipelines/examples")) {
    if (entry.path().extension() == ".yaml") examples.push_back(entry.path().string());
  }
  ASSERT_FALSE(examples.empty());
  EXPECT_EQ(judged("good", examples), 0);
}

TEST_F(Schema, FitsEveryFormOfAPolicy) {
  const std::string head = "inputs: {game: g.mp4}\npolicy: {";
  const std::string tail = "}\noutput: {game: a.mp4}\n";
  const std::vector<std::string> policies = {
      "tries: 5, backoff: 2s",
      "tries: '${n|4}', backoff: 0.5",
      "not_before: '2026-11-22T03:00:00+01:00'",
      "not_before: '2026-11-22 03:00'",
      "on_failure: [notify, 7, 'text with ${game}']",
      "on_success: [[a], [b, c]], on_bad_clip: skip",
  };
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < policies.size(); ++i) {
    const std::string text = head + policies[i] + tail;
    EXPECT_TRUE(told(text).empty()) << told(text).front();
    paths.push_back(write("good-" + std::to_string(i) + ".yaml", text));
  }
  EXPECT_EQ(judged("good", paths), 0);
}

TEST_F(Schema, RefusesWhatTheReaderRefuses) {
  const std::string head = "inputs: {game: g.mp4}\n";
  const std::string tail = "output: {game: a.mp4}\n";
  const std::vector<std::string> faults = {
      "nmae: x\n" + head + tail,
      head,
      head + "format: {szie: 720p}\n" + tail,
      head + "format: {size: large}\n" + tail,
      head + "format: {fit: squeeze}\n" + tail,
      head + "format: {crf: 99}\n" + tail,
      head + "format: {crf: 20, bitrate: 4M}\n" + tail,
      head + "format: {as: web}\n" + tail,
      head + "format: {audio: 'no'}\n" + tail,
      "inputs: {game: {file: g.mp4, track: english}}\n" + tail,
      "inputs: {game: {file: g.mp4, track: 0}}\n" + tail,
      head + "policy: {tries: 0}\n" + tail,
      head + "policy: {tries: often}\n" + tail,
      head + "policy: {on_bad_clip: ignore}\n" + tail,
      head + "policy: {not_before: tomorrow}\n" + tail,
      head + "policy: {on_failure: notify me}\n" + tail,
      head + "policy: {on_success: []}\n" + tail,
      head + "policy: {timeout: soon}\n" + tail,
      head + "moments: {of: game}\n" + tail,
      head + "moments: {file: x.csv}\n" + tail,
      head + "moments: {of: game, list: [{end: 3}]}\n" + tail,
      head + "moments: {of: game, file: x, keep: {tag: {nott: 1}}}\n" + tail,
      head + "steps: {a: {}}\n" + tail,
      head + "steps: {a: {cut: game, at: [{start: soon}]}}\n" + tail,
      head + "steps: {a: {effect: game, apply: [{tittle: {text: x}}]}}\n" + tail,
      head + "steps: {a: {effect: game, apply: [{title: {position: top}}]}}\n" + tail,
      head + "steps: {a: {effect: game, apply: [{trim: {first: 1, last: 2}}]}}\n" + tail,
      head + "steps: {a: {concat: [game, {crossfade: 1s, radial: 1s}, game]}}\n" + tail,
      head + "output: {game: film.avi}\n",
      "[]\n"};
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < faults.size(); ++i) {
    EXPECT_FALSE(told(faults[i]).empty()) << faults[i];
    paths.push_back(write("bad-" + std::to_string(i) + ".yaml", faults[i]));
  }
  EXPECT_EQ(judged("bad", paths), 0);
}

TEST_F(Schema, KnowsEveryKeyOfTheReaderAndNoOther) {
  const auto schema = boost::json::parse(json_schema());
  for (const keys::Shape* shape : keys::shapes()) {
    const auto& definition = schema.at("$defs").at(shape->name).as_object();
    const auto* properties = definition.if_contains("properties");
    ASSERT_EQ(properties == nullptr ? 0 : properties->as_object().size(), shape->keys.size()) << shape->name;
    for (const keys::Key& key : shape->keys) {
      const auto* property = properties->as_object().if_contains(key.name);
      ASSERT_NE(property, nullptr) << shape->name << "." << key.name;
      if (property->is_object()) {
        EXPECT_FALSE(property->at("description").as_string().empty()) << key.name;
      }
    }
  }
}

// Where a key of each shape stands in a document; `KEY` is replaced by `key: [[[]]]`, which no key takes.
struct Home {
  const keys::Shape* shape;
  std::string document;
};

TEST(Reader, LooksAtEveryKeyThatItsTableKnows) {
  const std::string head = "inputs: {game: g.mp4}\n";
  const std::string apply = head + "output: {a: a.mp4}\nsteps: {a: {effect: game, apply: [{";
  const std::vector<Home> homes = {
      {&keys::document, "KEY\n"},
      {&keys::input, "inputs: {game: {KEY}}\noutput: {game: a.mp4}\n"},
      {&keys::block, head + "moments: {KEY}\n"},
      {&keys::several_blocks, head + "moments: {KEY, from: []}\n"},
      {&keys::moment, head + "moments: {of: game, list: [{KEY}]}\n"},
      {&keys::condition, head + "moments: {of: game, keep: {tag: {KEY}}}\n"},
      {&keys::cut_step, head + "steps: {a: {cut: game, KEY}}\n"},
      {&keys::effect_step, head + "steps: {a: {effect: game, KEY}}\n"},
      {&keys::concat_step, head + "steps: {a: {concat: [game], KEY}}\n"},
      {&keys::each, head + "steps: {a: {concat: [{KEY}]}}\n"},
      {&keys::transition, head + "steps: {a: {concat: [game, {KEY}, game]}}\n"},
      {&keys::dip, head + "steps: {a: {concat: [game, {dip: {KEY}}, game]}}\n"},
      {&keys::effect, apply + "KEY}]}}\n"},
      {&keys::title, apply + "title: {KEY}}]}}\n"},
      {&keys::overlay, apply + "overlay: {KEY}}]}}\n"},
      {&keys::fade, apply + "fade: {KEY}}]}}\n"},
      {&keys::trim, apply + "trim: {KEY}}]}}\n"},
      {&keys::fit, apply + "fit: {KEY}}]}}\n"},
      {&keys::filter, apply + "filter: {KEY}}]}}\n"},
      {&keys::format, head + "format: {KEY}\n"},
      {&keys::policy, head + "policy: {KEY}\n"},
      {&keys::output, head + "output: {game: {KEY}}\n"},
  };
  for (const Home& home : homes) {
    for (const keys::Key& key : home.shape->keys) {
      std::string document = home.document;
      const std::string written = std::string(key.name) + ": [[[]]]";
      document.replace(document.find("KEY"), 3, written);
      bool named = false;
      for (const std::string& line : told(document)) {
        if (line.find("unknown_key") != std::string::npos) continue;
        named = named || line.find("`" + std::string(key.name)) != std::string::npos;
      }
      EXPECT_TRUE(named) << "no fault is told of `" << key.name << "` in\n" << document;
    }
  }
}

}  // namespace
}  // namespace spool::pipelines
