// Any bytes survive being kept as JSON; what is no such JSON is empty.
#include "pipelines/state/bytes_json.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include <string>

namespace spool::pipelines {
namespace {

namespace json = boost::json;

std::string there_and_back(const std::string& bytes) {
  return bytes_of_json(json::parse(json::serialize(json_of_bytes(bytes))));
}

TEST(BytesAsJson, given_text_it_stays_readable) {
  EXPECT_EQ(json::serialize(json_of_bytes("Späte Tore")), "\"Späte Tore\"");
  EXPECT_EQ(there_and_back("a \"quote\"\n\\ \x01"), "a \"quote\"\n\\ \x01");
  EXPECT_EQ(there_and_back(""), "");
}

TEST(BytesAsJson, given_any_bytes_they_come_back) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  EXPECT_EQ(there_and_back(all), all);
  for (int byte = 0; byte < 256; ++byte) {
    const std::string name = "a" + std::string(1, static_cast<char>(byte)) + ".mp4";
    EXPECT_EQ(there_and_back(name), name) << byte;
  }
}

TEST(BytesAsJson, given_what_is_no_bytes_they_are_empty) {
  for (const char* text : {"7", "null", "[]", "{}", R"({"hex":7})", R"({"hex":"0g"})"}) {
    EXPECT_EQ(bytes_of_json(json::parse(text)), "") << text;
  }
}

TEST(MembersOfJson, given_what_is_missing_or_of_another_kind_it_is_empty_zero_or_false) {
  const json::value value = json::parse(R"({"text":"a","number":-7,"truth":true,"fraction":1.5})");
  const json::object& object = value.get_object();
  EXPECT_EQ(bytes_at(object, "text"), "a");
  EXPECT_EQ(number_at(object, "number"), -7);
  EXPECT_TRUE(truth_at(object, "truth"));
  for (const char* key : {"number", "truth", "nothing"}) EXPECT_EQ(bytes_at(object, key), "") << key;
  for (const char* key : {"text", "truth", "fraction", "nothing"})
    EXPECT_EQ(number_at(object, key), 0) << key;
  for (const char* key : {"text", "number", "nothing"}) EXPECT_FALSE(truth_at(object, key)) << key;
}

}  // namespace
}  // namespace spool::pipelines
