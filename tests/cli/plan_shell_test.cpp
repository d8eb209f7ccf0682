// The script is run by the real bash; cp stands for ffmpeg, so that what was read and written can be
// compared.
#include "cli/plan_shell.h"

#include "cli/quote.h"
#include "pipelines/ffmpeg/argv.h"
#include "tests/cli/plan_made.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace spool::cli {
namespace {

using ::testing::HasSubstr;

/// A name that holds what shells, printf and terminals take for something else.
const std::string nasty =
    "-a 'b' \"c\" $HOME `id` $(id) \\ %s %03d * ? ; & | < > # ! ~ {x,y}\n\nnew\tline \x1b[2J \xff\xfe é";

std::vector<std::string> copying(const pipelines::Job& job) {
  if (const auto* clip = std::get_if<pipelines::ClipJob>(&job.spec))
    return {"cp", "--", clip->file, "./" + clip->output};
  if (const auto* sound = std::get_if<pipelines::SoundJob>(&job.spec))
    return {"cp", "--", sound->pieces[0].file, "./" + sound->output};
  const auto& join = std::get<pipelines::JoinJob>(job.spec);
  return {"cp", "--", "./" + join.list, "./" + join.output};
}

class PlanShell : public ::testing::Test {
 protected:
  PlanShell() {
    std::filesystem::create_directory(folder_ / "tmp");
    write_file(source_, "pictures");
  }
  [[nodiscard]] pipelines::FilmPlan plan() const { return plan_of(source_, film_); }

  /// Run by bash, the script as a file or, as a person pipes it, as standard input; gives its exit status.
  int run(const std::string& script, bool as_input = false) const {
    const std::string file = folder_ / "script.sh";
    write_file(file, script);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (as_input) posix_spawn_file_actions_addopen(&actions, 0, file.c_str(), O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, (folder_ / "said").c_str(), O_WRONLY | O_CREAT | O_TRUNC,
                                     0600);
    std::string bash = "bash", name = file, temporary = "TMPDIR=" + (folder_ / "tmp");
    std::vector<char*> words = {bash.data(), as_input ? nullptr : name.data(), nullptr};
    std::vector<char*> environment;
    for (char** variable = environ; *variable != nullptr; ++variable)
      if (std::string_view(*variable).substr(0, 7) != "TMPDIR=") environment.push_back(*variable);
    environment.push_back(temporary.data());
    environment.push_back(nullptr);
    pid_t child = 0;
    const int error = posix_spawnp(&child, "bash", &actions, nullptr, words.data(), environment.data());
    posix_spawn_file_actions_destroy(&actions);
    EXPECT_EQ(error, 0) << "install bash";
    int status = 0;
    if (error != 0 || waitpid(child, &status, 0) != child) return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  [[nodiscard]] std::string said() const { return read_file(folder_ / "said"); }
  [[nodiscard]] bool nothing_left() const { return std::filesystem::is_empty(folder_ / "tmp"); }
  [[nodiscard]] std::string folder_of_film() const {
    return std::filesystem::path(film_).parent_path().string();
  }
  [[nodiscard]] std::size_t files_beside_film() const {
    const auto entries = std::filesystem::directory_iterator(folder_of_film());
    return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
  }

  Folder folder_;
  std::string source_ = folder_ / nasty;
  std::string film_ = folder_ / ("films of " + nasty + "/deep/" + nasty + ".mp4");
};

TEST_F(PlanShell, given_names_of_any_bytes_the_film_is_made_where_it_belongs_and_nothing_is_left) {
  ASSERT_EQ(run(plan_shell(plan(), copying, false)), 0) << said();
  const auto join = std::get<pipelines::JoinJob>(plan().jobs[3].spec);
  EXPECT_EQ(read_file(film_), pipelines::concat_list(join)) << "the list was written and made the film";
  EXPECT_EQ(files_beside_film(), 1U);
  EXPECT_TRUE(nothing_left());
  EXPECT_EQ(read_file(source_), "pictures");
}

TEST_F(PlanShell, given_the_script_as_standard_input_no_job_eats_it) {
  const auto greedy = [](const pipelines::Job& job) {
    std::vector<std::string> words = copying(job);
    return job.id == "titled-1" ? std::vector<std::string>{"cp", "/dev/stdin", words.back()} : words;
  };
  ASSERT_EQ(run(plan_shell(plan(), greedy, false), true), 0) << said();
  EXPECT_FALSE(read_file(film_).empty());
}

TEST_F(PlanShell, given_a_film_that_exists_it_is_refused_before_any_work_and_with_overwrite_replaced) {
  std::filesystem::create_directories(std::filesystem::path(film_).parent_path());
  write_file(film_, "older");
  EXPECT_EQ(run(plan_shell(plan(), copying, false)), 2);
  EXPECT_THAT(said(), HasSubstr("exists"));
  EXPECT_EQ(read_file(film_), "older");
  EXPECT_EQ(run(plan_shell(plan(), copying, true)), 0) << said();
  EXPECT_NE(read_file(film_), "older");
  EXPECT_EQ(files_beside_film(), 1U);
}

TEST_F(PlanShell, given_a_film_that_appears_while_it_works_it_is_not_replaced) {
  const auto racing = [&](const pipelines::Job& job) {
    return job.id == "reel-join" ? std::vector<std::string>{"bash", "-c",
                                                            "mkdir -p -- " + shell_quoted(folder_of_film()) +
                                                                "; echo x > reel.mp4; "
                                                                "printf other >" +
                                                                shell_quoted(film_)}
                                 : copying(job);
  };
  EXPECT_EQ(run(plan_shell(plan(), racing, false)), 2);
  EXPECT_EQ(read_file(film_), "other");
  EXPECT_EQ(files_beside_film(), 1U) << "the copy beside it is gone";
  EXPECT_TRUE(nothing_left());
}

TEST_F(PlanShell, given_a_job_that_fails_its_last_words_are_shown_and_nothing_is_placed) {
  const auto failing = [](const pipelines::Job& job) {
    return job.id == "titled-2" ? std::vector<std::string>{"bash", "-c", "echo no such filter >&2; exit 9"}
                                : copying(job);
  };
  EXPECT_EQ(run(plan_shell(plan(), failing, false)), 1);
  EXPECT_THAT(said(), HasSubstr("no such filter"));
  EXPECT_FALSE(std::filesystem::exists(film_));
  EXPECT_TRUE(nothing_left());
}

TEST_F(PlanShell, given_a_missing_source_it_says_so_with_3) {
  std::filesystem::remove(source_);
  EXPECT_EQ(run(plan_shell(plan(), copying, false)), 3);
  EXPECT_THAT(said(), HasSubstr("cannot be read"));
}

TEST_F(PlanShell, given_a_script_cut_off_anywhere_it_makes_no_film) {
  const std::string script = plan_shell(plan(), copying, false);
  for (std::size_t size = script.size() / 4; size + 20 < script.size(); size += 97) {
    run(script.substr(0, size), true);
    ASSERT_FALSE(std::filesystem::exists(film_)) << size;
  }
  EXPECT_TRUE(nothing_left());
}

TEST_F(PlanShell, given_a_film_its_mode_follows_the_umask) {
  ASSERT_EQ(run(plan_shell(plan(), copying, false)), 0) << said();
  const mode_t mask = umask(0);
  umask(mask);
  struct stat found = {};
  ASSERT_EQ(stat(film_.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0666U & ~mask);
}

TEST(ShellQuoted, gives_one_word_for_any_bytes) {
  EXPECT_EQ(shell_quoted("a b"), "'a b'");
  EXPECT_EQ(shell_quoted("it's"), "'it'\\''s'");
  EXPECT_EQ(shell_quoted(""), "''");
}

}  // namespace
}  // namespace spool::cli
