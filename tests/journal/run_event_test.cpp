// Events as they are kept: every one comes back as it was.
#include "core/journal/run_event.h"

#include "core/journal/json_parse.h"
#include "tests/journal/state_folder.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace spool::core {
namespace {

const std::string bytes_of_a_name =
    "a \xff\xfe\"\\\n\t\x01 \xed\xb2\x80 \xed\x9f\xbf \\udc80 f\xc3\xbcr \xf0\x9f\x8e\xac.mp4\x80";

Delivered a_film(const std::string& path) {
  Delivered film;
  film.path = path;
  film.frames = 1800;
  film.samples = 2'880'000;
  film.seconds = 60.06;
  film.cached = true;
  return film;
}

/// One of each kind, with something in every field.
std::vector<RunEvent> one_of_each() {
  constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
  FilmPlanned planned{
      bytes_of_a_name, "reel", {{"clip-1", "clip", "00ff"}, {"join", "join", ""}}, "{\"a\": 1}"};
  JobDone done{"clip-1", JobOutcome::stalled, 3, 12.345678, true, "render.stalled", bytes_of_a_name, {}};
  done.made = {{"clip-1.mp4", most, "abc"}, {bytes_of_a_name, 0, ""}};
  RunEnded ended{
      RunOutcome::partial, 4, {9, 1, 2, 3, 4, 5}, {a_film("/a"), a_film(bytes_of_a_name)}, "no room"};
  return {RunSubmitted{bytes_of_a_name, std::string("\0request", 8)},
          RunTaken{2, 4711, "host"},
          RunWaiting{test::at_second(86400)},
          planned,
          JobKeyed{"clip-1", "{\"range\": 1}"},
          JobBegan{"clip-1", 2},
          JobRetried{"clip-1", 3, test::at_second(7) + std::chrono::microseconds(1), "render.killed",
                     "by signal 9"},
          done,
          OutputPlaced{"item", a_film(bytes_of_a_name), "key", {most, 1, most, least, -1}},
          RunPauseAsked{},
          RunReleaseAsked{},
          RunCancelAsked{},
          HookBegan{"run-success-0", "on_success"},
          HookEnded{"run-success-0", false, "exit 1"},
          FilmEnded{"item", RunOutcome::interrupted, 130},
          ended};
}

/// As what it is kept as: equal entries are equal events.
void expect_equal(const Entry& one, const Entry& other) {
  EXPECT_EQ(one.at, other.at);
  EXPECT_EQ(one.run, other.run);
  EXPECT_EQ(one.kind, other.kind);
  EXPECT_EQ(one.body, other.body);
  EXPECT_EQ(one.large, other.large);
}

TEST(RunEvents, given_one_of_each_kind_when_it_is_read_again_then_it_is_the_same) {
  const std::vector<RunEvent> events = one_of_each();
  ASSERT_EQ(events.size(), std::variant_size_v<RunEvent>) << "one of each";
  for (std::size_t kind = 0; kind < events.size(); ++kind) {
    ASSERT_EQ(events[kind].index(), kind);
    const Entry written = test::entry("run", events[kind]);
    const auto read = from_entry(written);
    ASSERT_TRUE(read) << written.kind << ": " << written.body;
    EXPECT_EQ(read->index(), kind);
    expect_equal(test::entry("run", *read), written);
  }
}

TEST(RunEvents, given_every_field_then_it_comes_back_with_its_value) {
  const auto events = one_of_each();
  const auto done = from_entry(test::entry("run", events[7]));
  const auto* job = std::get_if<JobDone>(&*done);
  ASSERT_NE(job, nullptr);
  EXPECT_EQ(job->job, "clip-1");
  EXPECT_EQ(job->outcome, JobOutcome::stalled);
  EXPECT_EQ(job->attempt, 3);
  EXPECT_EQ(job->seconds, 12.345678);
  EXPECT_TRUE(job->cached);
  EXPECT_EQ(job->code, "render.stalled");
  EXPECT_EQ(job->reason, bytes_of_a_name);
  ASSERT_EQ(job->made.size(), 2U);
  EXPECT_EQ(job->made[0].size, std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(job->made[1].name, bytes_of_a_name);
  const auto placed = from_entry(test::entry("run", events[8]));
  const auto* output = std::get_if<OutputPlaced>(&*placed);
  ASSERT_NE(output, nullptr);
  EXPECT_EQ(output->film.path, bytes_of_a_name);
  EXPECT_EQ(output->film.frames, 1800);
  EXPECT_EQ(output->identity, std::get<OutputPlaced>(events[8]).identity);
}

TEST(RunEvents, given_a_name_of_bytes_then_its_body_is_plain_utf8_with_lone_surrogates) {
  const Entry written = test::entry("run", JobBegan{"\xff\x80", 1});
  EXPECT_EQ(written.body, R"({"job":"\udcff\udc80","attempt":1})");
}

TEST(RunEvents, given_every_byte_alone_and_beside_others_then_it_comes_back) {
  for (int first = 0; first < 256; ++first) {
    for (const int second : {0x00, 0x61, 0x5c, 0x75, 0x80, 0xb2, 0xed, 0xff}) {
      const std::string name = {static_cast<char>(first), static_cast<char>(second),
                                static_cast<char>(first)};
      const auto read = from_entry(test::entry("run", JobBegan{name, 1}));
      ASSERT_TRUE(read);
      ASSERT_EQ(std::get<JobBegan>(*read).job, name) << first << " " << second;
    }
  }
}

TEST(RunEvents, given_json_of_others_with_surrogates_then_pairs_are_letters_and_the_rest_is_judged) {
  const auto pair = parse_json(R"(["\ud83c\udfac \\udc80 \udcff"])");
  ASSERT_TRUE(pair);
  EXPECT_EQ(bytes_of(pair->as_array().at(0).as_string()), "\xf0\x9f\x8e\xac \\udc80 \xff");
  EXPECT_FALSE(parse_json(R"(["\ud83c"])"));
  EXPECT_FALSE(parse_json(R"(["\udc)"));
  EXPECT_FALSE(parse_json("[\"\\"));
}

TEST(RunEvents, given_a_number_that_is_none_then_zero_is_kept) {
  JobDone done;
  done.seconds = std::numeric_limits<double>::quiet_NaN();
  const auto read = from_entry(test::entry("run", done));
  ASSERT_TRUE(read);
  EXPECT_EQ(std::get<JobDone>(*read).seconds, 0);
}

TEST(RunEvents,
     given_fields_of_a_later_version_then_they_are_passed_over_and_missing_ones_have_their_defaults) {
  const auto read = from_entry({{}, "run", "job.began", R"({"job": "a", "later": {"x": [1, null]}})"});
  ASSERT_TRUE(read);
  EXPECT_EQ(std::get<JobBegan>(*read).job, "a");
  EXPECT_EQ(std::get<JobBegan>(*read).attempt, 1);
}

TEST(RunEvents, given_what_is_no_event_then_it_is_told_as_damaged) {
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"job.born", "{}"},
      {"job.began", "{}"},
      {"job.began", ""},
      {"job.began", "[]"},
      {"job.began", "{\"job\": 1}"},
      {"job.began", "{\"job\": \"a\", \"attempt\": 1e9}"},
      {"job.began", "{\"job\": \"a\", \"attempt\": 99999999999}"},
      {"job.done", "{\"job\": \"a\", \"outcome\": \"well\"}"},
      {"job.done", "{\"job\": \"a\", \"outcome\": \"failed\", \"made\": [{}]}"},
      {"run.waiting", "{\"until\": 9223372036854775807}"},
      {"run.ended", "{\"outcome\": \"failed\", \"jobs\": 3}"},
  };
  for (const auto& [kind, body] : wrong) {
    const auto read = from_entry({{}, "run", kind, body});
    ASSERT_FALSE(read) << kind << " " << body;
    EXPECT_EQ(read.error().code, "state.damaged");
    EXPECT_NE(read.error().message.find("run"), std::string::npos);
    EXPECT_FALSE(read.error().hint.empty());
  }
}

}  // namespace
}  // namespace spool::core
