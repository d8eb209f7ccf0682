#include "cli/plan_shell.h"

#include "cli/plan_files.h"
#include "cli/quote.h"
#include "cli/surroundings.h"
#include "cli/text.h"
#include "pipelines/ffmpeg/argv.h"

#include <fmt/format.h>

#include <unordered_set>

namespace spool::cli {
namespace {

// Everything stands in functions, and the last line calls main: a script that arrives cut off does nothing at
// all. Names appear as quoted words only, never in a comment, which a newline would end.
constexpr std::string_view prologue = R"sh(#!/usr/bin/env bash
# Made by `spool run --dry-run --format shell`. It needs bash, GNU coreutils and the ffmpeg it names.
set -euo pipefail
export LC_ALL=C
unset FFREPORT AV_LOG_FORCE_COLOR AV_LOG_FORCE_NOCOLOR

work=
part=
cleanup() {
  [[ -z "$part" ]] || rm -f -- "$part"
  [[ -z "$work" ]] || rm -rf -- "$work"
}
trap cleanup EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

refuse() {
  printf 'spool: %s: %s\n' "$1" "$2" >&2
  exit 2
}

# must_read FILE
must_read() {
  [[ -f "$1" && -r "$1" ]] || { printf 'spool: %s: %s\n' "$1" 'cannot be read' >&2; exit 3; }
}

# must_be_new FILM
must_be_new() {
  [[ ! -e "$1" && ! -L "$1" ]] || refuse "$1" 'exists'
}

# must_be_replaceable FILM
must_be_replaceable() {
  [[ ! -e "$1" || -f "$1" ]] || refuse "$1" 'is not a file'
}

# job WHAT WORD...: carries out one command; its last lines are shown where it fails.
job() {
  printf '%s\n' "$1" >&2
  shift
  if ! "$@" >/dev/null 2>"$work/.log"; then
    tail -n 20 -- "$work/.log" >&2
    printf 'spool: that job failed\n' >&2
    exit 1
  fi
}

# copy_beside WORK_FILE FOLDER: a copy in the film's own folder, complete and on the disk.
copy_beside() {
  mkdir -p -- "$2"
  part=$(mktemp -- "$2/.spool.XXXXXXXXXX")
  cp -- "$work/$1" "$part"
  chmod '=rw' -- "$part"
  sync -- "$part"
}

# place WORK_FILE FOLDER FILM
place() {
  copy_beside "$1" "$2"
  mv -fT -- "$part" "$3"
  part=
  printf '%s\n' "$3" >&2
}

# place_new WORK_FILE FOLDER FILM: replaces nothing, whatever appeared meanwhile.
place_new() {
  copy_beside "$1" "$2"
  mv -nT -- "$part" "$3" || true
  [[ ! -e "$part" ]] || refuse "$3" 'exists'
  part=
  printf '%s\n' "$3" >&2
}

main() {
)sh";

constexpr std::string_view epilogue = R"sh(}

main </dev/null
)sh";

std::string line(std::string_view verb, std::initializer_list<std::string_view> words) {
  std::string text = "  " + std::string(verb);
  for (const std::string_view word : words) text += " " + shell_quoted(word);
  return text + "\n";
}

/// Work files have plain names; what is absolute must be there before the first job.
std::string checks(const pipelines::FilmPlan& plan, bool overwrite) {
  std::string text;
  std::unordered_set<std::string> seen;
  for (const pipelines::Job& job : plan.jobs)
    for (const std::string& file : files_read(job.spec))
      if (file.starts_with('/') && seen.insert(file).second) text += line("must_read", {file});
  for (const pipelines::PlannedOutput& output : plan.outputs)
    text += line(overwrite ? "must_be_replaceable" : "must_be_new", {output.path});
  return text;
}

std::string list_of(const pipelines::Job& job) {
  const auto* join = std::get_if<pipelines::JoinJob>(&job.spec);
  if (join == nullptr || join->list.empty()) return "";
  return fmt::format("  printf '%s' {} >{}\n", shell_quoted(pipelines::concat_list(*join)),
                     shell_quoted("./" + join->list));
}

/// "[3/14] titled-3: Late winner"
std::string said(const pipelines::FilmPlan& plan, std::size_t number) {
  const pipelines::Job& job = plan.jobs[number];
  std::string text = fmt::format("[{}/{}] {}", number + 1, plan.jobs.size(), printable(job.id));
  return job.label.empty() ? text : text + ": " + printable(job.label);
}

std::string job_lines(const pipelines::FilmPlan& plan, const ArgvOf& argv) {
  std::string text;
  for (std::size_t i = 0; i < plan.jobs.size(); ++i) {
    text += list_of(plan.jobs[i]);
    text += "  job " + shell_quoted(said(plan, i));
    for (const std::string& word : argv(plan.jobs[i])) text += " \\\n    " + shell_quoted(word);
    text += "\n";
  }
  return text;
}

std::string placing(const pipelines::FilmPlan& plan, bool overwrite) {
  std::string text;
  for (const pipelines::PlannedOutput& output : plan.outputs)
    text += line(overwrite ? "place" : "place_new",
                 {file_made(plan.jobs[output.job].spec), folder_of(output.path), output.path});
  return text;
}

}  // namespace

std::string plan_shell(const pipelines::FilmPlan& plan, const ArgvOf& argv, bool overwrite) {
  std::string script(prologue);
  script += checks(plan, overwrite);
  script += "  work=$(mktemp -d)\n  work=$(cd -- \"$work\" && pwd -P)\n  cd -- \"$work\"\n";
  script += job_lines(plan, argv);
  script += placing(plan, overwrite);
  script += epilogue;
  return script;
}

}  // namespace spool::cli
