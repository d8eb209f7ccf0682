// Tag files are hostile: whatever bytes come, the importer answers with moments or with errors that have a
// place.
#include "pipelines/moments/import.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace spool::pipelines::testing {
namespace {

const std::vector<std::string>& good_files() {
  static const std::vector<std::string> files = {
      "start,end,label,tag,rating\n1,2,\"a, \"\"b\"\"\",goal;save,3\n1:30.5,,x,y,\n2700f,-5s,z,,1\n",
      "start;end;name\r\n12,5;15,0;Tor\r\n20;end;\xc3\x9c"
      "bung\r\n",
      "12.5\t15\tGoal\n20\t\tSave\n",
      "[{\"start\": 1.5, \"end\": \"1:30\", \"tag\": [\"a\", \"b\"], \"rating\": 2}, {\"from\": \"-5s\"}]",
      "{\"moments\": [{\"start\": 1, \"label\": \"\\u00fc \\\" }\"}]}",
      std::string("\xff\xfes\0t\0a\0r\0t\0,\0e\0n\0d\0\n\0\x31\0,\0\x32\0\n\0", 30),
  };
  return files;
}

const std::vector<std::string>& awkward() {
  static const std::vector<std::string> pieces = {"\"",
                                                  ",",
                                                  ";",
                                                  "\t",
                                                  "\n",
                                                  "\r",
                                                  "\r\n",
                                                  "\xef\xbb\xbf",
                                                  "\xff\xfe",
                                                  std::string(1, '\0'),
                                                  "[",
                                                  "]",
                                                  "{",
                                                  "}",
                                                  "\\",
                                                  "\\u",
                                                  "\\ud800",
                                                  "999999999999999999",
                                                  "0.000000000000000001",
                                                  "1e400",
                                                  "-",
                                                  ":",
                                                  "end",
                                                  "f",
                                                  "s",
                                                  "\xed\xa0\x80",
                                                  "\xf5",
                                                  "start",
                                                  "start,",
                                                  "null",
                                                  "\"\"",
                                                  "\x1b",
                                                  "GGGG"};
  return pieces;
}

std::string mutated(std::mt19937& random) {
  std::string bytes = good_files()[random() % good_files().size()];
  for (unsigned times = 1 + random() % 8; times > 0; --times) {
    const std::size_t at = bytes.empty() ? 0 : random() % bytes.size();
    switch (random() % 6) {
      case 0:
        bytes.insert(at, awkward()[random() % awkward().size()]);
        break;
      case 1:
        bytes.erase(at, 1 + random() % 4);
        break;
      case 2:
        bytes.resize(at);
        break;
      case 3:
        bytes += bytes.substr(at);
        break;
      case 4:
        bytes.insert(at, 1, static_cast<char>(random() % 256));
        break;
      default:
        if (!bytes.empty()) bytes[at] = static_cast<char>(random() % 256);
    }
  }
  return bytes;
}

TEST(Mutations, give_moments_or_errors_with_a_code_and_a_file_and_never_a_crash) {
  std::mt19937 random(20261121);
  std::size_t imported = 0, refused = 0;
  for (int i = 0; i < 20000; ++i) {
    const std::string bytes = mutated(random);
    const auto moments = import_tags(bytes, "tags.csv");
    if (moments) {
      ++imported;
      continue;
    }
    ++refused;
    ASSERT_FALSE(moments.error().empty());
    for (const core::Error& error : moments.error()) {
      ASSERT_TRUE(error.code.starts_with("moments.")) << error.code;
      ASSERT_FALSE(error.message.empty());
      ASSERT_EQ(error.place.file, "tags.csv");
    }
  }
  EXPECT_GT(imported, 1500U);
  EXPECT_GT(refused, 1500U);
}

}  // namespace
}  // namespace spool::pipelines::testing
