#include "tests/integration/reel.h"

#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <iomanip>
#include <sstream>

namespace spool::test {
namespace {

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

std::vector<std::string> jobs_that(const std::string& lines, bool cached) {
  std::vector<std::string> jobs;
  for (const auto& event : events(lines, "job.finished")) {
    if (text_of(event, "outcome") == "succeeded" && event.at("cached").as_bool() == cached)
      jobs.push_back(text_of(event, "job"));
  }
  return jobs;
}

}  // namespace

Reel::Reel() { std::filesystem::copy_file(footage("wannaworktogether.mp4"), folder_ / "game.mp4"); }

std::string Reel::document(const ReelOf& reel) const {
  std::string rows;
  for (int i = 0; i < reel.clips; ++i) {
    const bool third = i == 2;
    const std::string start = third ? reel.third_start : std::to_string(5 * i + 2);
    const std::string label = third ? reel.third_title : "clip " + std::to_string(i);
    rows += "    - {start: " + start + ", duration: 1, label: " + label + "}\n";
  }
  return folder_.write("film.yaml",
                       "spool: 1\ninputs: {game: game.mp4}\nmoments:\n  of: game\n  list:\n" + rows +
                           "steps:\n  clips: {cut: moments}\n  titled:\n    effect: clips\n    apply:\n"
                           "      - title: {text: \"${label}\"}\n" +
                           (reel.sound ? "" : "      - mute\n") + "  film: {concat: [titled], transition: " +
                           reel.transition + "}\nformat: " + reel.format + "\npolicy: " + reel.policy +
                           "\noutput: {" + (reel.transition == "none" ? "titled" : "film") + ": film.mp4}\n");
}

std::string Reel::script(const std::string& name, const std::string& lines) const {
  std::string path = folder_.write(name, "#!/bin/sh\n" + lines + "\n");
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  return path;
}

Ended Reel::spool(std::vector<std::string> arguments) const {
  return run(spool_with(folder_, std::move(arguments)), here_);
}

std::string Reel::done(std::vector<std::string> arguments) const {
  arguments.emplace_back("--json");
  Ended ended = spool(std::move(arguments));
  EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
  return std::move(ended.out);
}

std::string Reel::run_in(const std::string& lines) {
  const auto started = events(lines, "run.started");
  if (started.empty()) ADD_FAILURE() << "no run was started: " << lines;
  return started.empty() ? std::string() : text_of(started.front(), "run");
}

Running::Running(const Folder& folder, std::vector<std::string> arguments, const Surroundings& around)
    : child_(
          [&] {
            arguments.emplace_back("--json");
            return spool_with(folder, std::move(arguments));
          }(),
          around) {}

boost::json::object Running::until(const std::string& event) {
  std::string line;
  while (child_.read_line(line)) {
    said_ += line + "\n";
    if (auto found = events(line, event); !found.empty()) return std::move(found.front());
  }
  ADD_FAILURE() << "it ended before " << event << ": " << said_;
  return {};
}

void Running::kill() {
  child_.signal(SIGKILL);
  ended();
}

Ended Running::ended() {
  std::string line;
  while (child_.read_line(line)) said_ += line + "\n";
  return child_.wait();
}

std::vector<std::string> rendered(const std::string& lines) { return jobs_that(lines, false); }
std::vector<std::string> at_hand(const std::string& lines) { return jobs_that(lines, true); }

std::vector<std::string> messages(const std::string& lines, const std::string& event) {
  std::vector<std::string> found;
  for (const auto& one : events(lines, event)) found.push_back(text_of(one, "message"));
  return found;
}

std::string text_of(const boost::json::object& event, const char* key) {
  const auto* value = event.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

std::chrono::system_clock::time_point time_of(const boost::json::object& event) {
  std::istringstream text(text_of(event, "at"));
  std::tm day = {};
  text >> std::get_time(&day, "%Y-%m-%dT%H:%M:%S");
  double rest = 0;
  text >> rest;
  EXPECT_FALSE(text.fail()) << "no time: " << text_of(event, "at");
  return std::chrono::system_clock::from_time_t(timegm(&day)) +
         std::chrono::milliseconds(static_cast<int>(rest * 1000 + 0.5));
}

double cpu_of_children() {
  rusage used = {};
  getrusage(RUSAGE_CHILDREN, &used);
  return seconds_of(used.ru_utime) + seconds_of(used.ru_stime);
}

void let_pass(std::chrono::system_clock::time_point until) {
  const auto since = until.time_since_epoch();
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(since);
  const auto rest = std::chrono::duration_cast<std::chrono::nanoseconds>(since - whole);
  const timespec time = {whole.count(), rest.count()};
  while (clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &time, nullptr) == EINTR) {
  }
}

std::string real_ffmpeg() {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "/usr/bin" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    std::string program = folder + "/ffmpeg";
    if (access(program.c_str(), X_OK) == 0) return program;
  }
  ADD_FAILURE() << "ffmpeg is missing: apt install ffmpeg";
  return {};
}

}  // namespace spool::test
