// A run in one terminal, and other terminals that speak to it.
#pragma once

#include "tests/integration/film.h"
#include "tests/integration/processes.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace spool::test {

/// Clips of a video that only this test names, so that its processes are known by it.
class Controlled : public ::testing::Test {
 protected:
  Controlled() { std::filesystem::create_symlink(footage("wannaworktogether.mp4"), folder_ / "game.mp4"); }

  /// Minutes of work.
  std::string long_film() {
    return document("[{start: 0, end: 60}, {start: 60, end: 120}]",
                    "{size: 1920x1080, fps: 25, preset: veryslow}");
  }
  /// Four clips of three seconds: 300 pictures.
  std::string short_film() {
    return document("[{start: 0, end: 3}, {start: 10, end: 13}, {start: 20, end: 23}, {start: 30, end: 33}]",
                    "{size: 1280x720, fps: 25, preset: medium}");
  }

  std::vector<std::string> words(std::vector<std::string> arguments) {
    return spool_with(folder_, std::move(arguments));
  }

  /// Started, and on its way: a first picture is encoded.
  void start(const std::string& film, const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {"run", film, "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    run_ = std::make_unique<Child>(words(arguments), here_);
    until("job.progress");
    for (const std::string& line : said_) {
      for (const auto& started : events(line, "run.started"))
        id_ = std::string(started.at("run").as_string());
    }
    ASSERT_FALSE(id_.empty());
  }

  /// Reads what the run says up to such an event.
  void until(const std::string& event) {
    std::string line;
    while (run_->read_line(line)) {
      said_.push_back(line);
      if (line.find("\"event\":\"" + event + "\"") != std::string::npos) return;
    }
    FAIL() << "ended before " << event << ": " << run_->wait().err;
  }

  /// Reads on to the end; `said_` has all of it.
  Ended ended() {
    std::string line;
    while (run_->read_line(line)) said_.push_back(line);
    return run_->wait();
  }

  /// Names of the run's events, in order.
  std::vector<std::string> said() const {
    std::vector<std::string> names;
    for (const std::string& line : said_)
      names.emplace_back(std::string(objects(line).front().at("event").as_string()));
    return names;
  }

  /// Another terminal, to its end.
  Ended spool(std::vector<std::string> arguments) { return run(words(std::move(arguments)), here_); }

  /// As many terminals, at the same time: their exit codes.
  std::vector<int> at_once(const std::vector<std::vector<std::string>>& commands) {
    std::vector<std::unique_ptr<Child>> terminals;
    for (const auto& command : commands) terminals.push_back(std::make_unique<Child>(words(command), here_));
    std::vector<int> codes;
    for (const auto& terminal : terminals) codes.push_back(terminal->wait().code);
    return codes;
  }

  /// A command that prints one object.
  boost::json::object answer(std::vector<std::string> arguments) {
    arguments.emplace_back("--json");
    const Ended done = spool(std::move(arguments));
    EXPECT_EQ(done.code, 0) << done.out << done.err;
    const auto lines = objects(done.out);
    EXPECT_EQ(lines.size(), 1U) << done.out;
    return lines.empty() ? boost::json::object() : lines.front();
  }
  std::string state(const std::string& id) {
    return std::string(answer({"status", id}).at("state").as_string());
  }

  /// Refused with this code, as JSON and as the exit code.
  void expect_refused(std::vector<std::string> arguments, int exit_code, const std::string& code) {
    arguments.emplace_back("--json");
    const Ended done = spool(arguments);
    EXPECT_EQ(done.code, exit_code) << arguments.front() << ": " << done.err;
    const auto errors = events(done.out, "error");
    ASSERT_EQ(errors.size(), 1U) << arguments.front() << ": " << done.out;
    EXPECT_EQ(errors.front().at("code").as_string(), code);
    EXPECT_FALSE(done.err.empty());
  }

  Folder folder_;
  Surroundings here_{folder_.path(), {}, {}};
  std::unique_ptr<Child> run_;
  std::string id_;
  std::vector<std::string> said_;

 private:
  std::string document(const std::string& moments, const std::string& format) {
    return folder_.write("film.yaml",
                         "spool: 1\ninputs: {game: game.mp4}\nsteps:\n  clips: {cut: game, at: " + moments +
                             "}\nformat: " + format + "\noutput: {clips: film.mp4}\n");
  }
};

}  // namespace spool::test
