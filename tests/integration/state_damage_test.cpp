// A state folder that a disk, a newer Spool or another program has had its hands on: a clear word each, never
// a crash, never a wrong film. Source: the issue "Nothing is lost", Must show 7.
#include "tests/integration/kill_fixture.h"

#include <gmock/gmock.h>
#include <sqlite3.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <random>

namespace spool::test {
namespace {

namespace fs = std::filesystem;
using ::testing::AnyOf;
using ::testing::Eq;
using ::testing::HasSubstr;

void flip_a_bit(const std::string& path, std::uint64_t bit) {
  std::string bytes = read_file(path);
  if (bytes.empty()) return;
  char& byte = bytes[bit / 8 % bytes.size()];
  byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << (bit % 8)));
  std::ofstream(path, std::ios::binary) << bytes;
}

void execute(const std::string& database, const char* sql) {
  sqlite3* opened = nullptr;
  sqlite3_open(database.c_str(), &opened);
  EXPECT_EQ(sqlite3_exec(opened, sql, nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(opened);
}

/// A program that has a database open and does something in it.
class Holding {
 public:
  Holding(const std::string& database, const char* sql) {
    sqlite3_open(database.c_str(), &database_);
    EXPECT_EQ(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr), SQLITE_OK);
  }
  Holding(const Holding&) = delete;
  Holding& operator=(const Holding&) = delete;
  ~Holding() { sqlite3_close(database_); }

 private:
  sqlite3* database_ = nullptr;
};

/// One run that was killed in its middle, whose state is put back before each damage.
class DamagedState : public ::testing::Test {
 protected:
  DamagedState() {
    EXPECT_EQ(clips_.run(environment_of({"journal", 12, "after"})).signal, SIGKILL);
    fs::rename(clips_.state(), kept_ / "state");
    for (const std::string& file : files_below(kept_ / "state")) {
      if (fs::is_socket(file)) fs::remove(file);  // is not copied
    }
  }

  void put_back() {
    fs::remove_all(clips_.state());
    fs::remove(clips_.film());
    fs::remove(other_film());
    fs::copy(kept_ / "state", clips_.state(), fs::copy_options::recursive);
  }

  [[nodiscard]] std::string in_state(const std::string& name) const { return clips_.state() + "/" + name; }
  [[nodiscard]] std::string other_film() const { return clips_.place() + "/other.mp4"; }

  Ended spool(const std::vector<std::string>& arguments) {
    return test::run(clips_.words(arguments), clips_.around(environment_of({})));
  }

  /// It ends well, or says why it does not and what to do.
  static void expect_a_word(const Ended& ended) {
    EXPECT_EQ(ended.signal, 0) << ended.err;
    EXPECT_THAT(ended.code, AnyOf(Eq(0), Eq(1), Eq(2))) << ended.err;
    if (ended.code == 0) return;
    const auto errors = events(ended.out, "error");
    EXPECT_FALSE(errors.empty()) << ended.out << ended.err;
    for (const auto& error : errors) {
      EXPECT_FALSE(error.at("message").as_string().empty());
      EXPECT_FALSE(error.at("hint").as_string().empty()) << error.at("message").as_string();
    }
  }

  /// Every command that reads the state, and no wrong film from those that make one. Whether both were made.
  bool expect_sound() {
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"runs"}, {"status"}, {"cache"}, {"run", "film.yaml", "-n"}}) {
      SCOPED_TRACE(command.front());
      expect_a_word(spool(command));
    }
    const Ended resumed = spool({"resume"});
    expect_a_word(resumed);
    if (fs::exists(clips_.film())) {
      EXPECT_EQ(fingerprint(clips_.film()), unbroken_film());
    }
    const Ended ran = spool({"run", "film.yaml", "-o", other_film()});
    expect_a_word(ran);
    if (ran.code == 0) {
      EXPECT_EQ(fingerprint(other_film()), unbroken_film());
    }
    return ran.code == 0 && fs::exists(clips_.film());
  }

  /// All commands that open the journal end with this code and remedy.
  void expect_refused(const std::string& code, const std::string& hint) {
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"runs"}, {"status"}, {"resume"}, {"run", "film.yaml"}}) {
      SCOPED_TRACE(command.front());
      const Ended ended = spool(command);
      EXPECT_EQ(ended.code, 1) << ended.err;
      const auto errors = events(ended.out, "error");
      ASSERT_EQ(errors.size(), 1U) << ended.out;
      EXPECT_EQ(errors.front().at("code").as_string(), code);
      EXPECT_THAT(std::string(errors.front().at("hint").as_string()), HasSubstr(hint));
    }
  }

  void flip_bits_of(const std::vector<std::string>& names, int times, unsigned seed) {
    std::mt19937_64 random(seed);
    int whole = 0;
    for (int i = 0; i < times; ++i) {
      put_back();
      const std::string& name = names[static_cast<std::size_t>(i) % names.size()];
      const std::uint64_t bit = random();
      SCOPED_TRACE("bit " + std::to_string(bit) + " of " + name);
      flip_a_bit(in_state(name), bit);
      if (expect_sound()) ++whole;
    }
    std::cout << times << " bits flipped, " << whole << " without a consequence\n";
  }

  TwelveClips clips_;
  Folder kept_;
};

using LongDamagedState = DamagedState;

TEST_F(DamagedState, AJournalOfANewerSpoolIsLeftAloneWithAWord) {
  put_back();
  execute(in_state("journal.db"), "pragma user_version = 99");
  const std::string before = read_file(in_state("journal.db"));
  expect_refused("state.newer", "newer Spool");
  EXPECT_EQ(read_file(in_state("journal.db")), before);
}

TEST_F(DamagedState, AJournalThatIsNoneIsToldWithWhatToMoveAway) {
  put_back();
  for (const char* text : {"",
                           "this is my shopping list, which is longer than a header of SQLite is: milk, "
                           "bread, butter, and a hundred bytes more of it"}) {
    std::ofstream(in_state("journal.db"), std::ios::binary) << text;
    fs::remove(in_state("journal.db-wal"));
    expect_refused("state.damaged", "move journal.db");
  }
}

TEST_F(DamagedState, AFolderInPlaceOfTheJournalIsTold) {
  put_back();
  for (const char* name : {"journal.db", "journal.db-wal", "journal.db-shm"}) fs::remove(in_state(name));
  fs::create_directory(in_state("journal.db"));
  for (const char* command : {"runs", "resume"}) {
    const Ended ended = spool({command});
    EXPECT_EQ(ended.code, 1);
    expect_a_word(ended);
  }
}

TEST_F(DamagedState, AJournalThatAnotherProgramHoldsIsReadAndToldToBeHeldWhereItIsWritten) {
  put_back();
  execute(in_state("journal.db"), "select count(*) from runs");
  const Holding other(in_state("journal.db"), "begin exclusive; select 1");
  EXPECT_EQ(spool({"runs"}).code, 0);
  EXPECT_EQ(spool({"status"}).code, 0);
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"resume"}, {"run", "film.yaml", "-o", other_film()}}) {
    const Ended ended = spool(command);
    EXPECT_EQ(ended.code, 1) << ended.out << ended.err;
    expect_a_word(ended);
    EXPECT_THAT(ended.err, HasSubstr("held by another program"));
  }
}

TEST_F(LongDamagedState, FactsThatAreDamagedAreFoundAgain) {
  for (const char* text : {"", "no database at all, only a line of text that is longer than a header"}) {
    put_back();
    std::ofstream(in_state("facts.db"), std::ios::binary) << text;
    EXPECT_TRUE(expect_sound());
  }
}

TEST_F(LongDamagedState, AJournalCutShortLeadsToNoWrongFilm) {
  put_back();
  for (const char* name : {"journal.db", "journal.db-wal"}) {
    const auto size = fs::file_size(kept_ / ("state/" + std::string(name)));
    for (const std::uintmax_t length : {size / 2, size - 1}) {
      SCOPED_TRACE(std::string(name) + " cut to " + std::to_string(length));
      put_back();
      fs::resize_file(in_state(name), length);
      expect_sound();
    }
  }
}

TEST_F(LongDamagedState, FilesCutShortAnywhereLeadToNoWrongFilm) {
  for (const char* name : {"journal.db", "journal.db-wal", "facts.db", "facts.db-wal"}) {
    const auto size = fs::file_size(kept_ / ("state/" + std::string(name)));
    for (const std::uintmax_t length : {std::uintmax_t{0}, std::uintmax_t{1}, std::uintmax_t{100}, size / 3,
                                        size / 2 / 4096 * 4096, size * 3 / 4}) {
      SCOPED_TRACE(std::string(name) + " cut to " + std::to_string(length));
      put_back();
      fs::resize_file(in_state(name), std::min(length, size));
      expect_sound();
    }
  }
}

TEST_F(LongDamagedState, BitsFlippedInTheJournalLeadToNoWrongFilm) {
  flip_bits_of({"journal.db-wal", "journal.db", "journal.db-wal", "facts.db-wal"}, 24, 11);
  execute(kept_ / "state/journal.db", "pragma wal_checkpoint(truncate)");
  flip_bits_of({"journal.db"}, 24, 12);
}

}  // namespace
}  // namespace spool::test
