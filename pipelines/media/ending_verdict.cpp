// Where ffprobe gave no answer: what that says about the file. Its words are ffmpeg's, for those who wrote
// it; these are for those whose recording it is.
#include "pipelines/media/verdict.h"

#include <cerrno>
#include <csignal>
#include <cstring>

namespace spool::pipelines {

using core::Error;

namespace {

constexpr const char* copy_again = "copy the file again from where it was recorded";

bool says(const std::string& told, std::string_view words) { return told.find(words) != std::string::npos; }

/// An mp4 or mov begins with one of these boxes.
bool begins_as_mp4(std::string_view bytes) {
  if (bytes.size() < 8) return false;
  const std::string_view box = bytes.substr(4, 4);
  for (const std::string_view known : {"ftyp", "moov", "mdat", "wide", "free", "skip", "pnot"}) {
    if (box == known) return true;
  }
  return false;
}

Error of_failed(const std::string& name, std::string_view first_bytes, const std::string& told) {
  const bool mp4 = begins_as_mp4(first_bytes);
  if (says(told, "not on whitelist") || says(told, "Format not")) {
    return {"input.unsupported_container",
            name + " is of a kind that Spool does not read",
            "convert it first: ffmpeg -i IN OUT.mp4",
            {}};
  }
  if (mp4 && says(told, "moov atom not found")) {
    return {"input.no_index",
            name + " has no index (moov atom): the recording or copy was cut off",
            "copy it again; if the camera stopped early, a repair tool such as untrunc may save it",
            {}};
  }
  if (mp4 && (says(told, "reached eof") || says(told, "End of file"))) {
    return {"input.truncated",
            "the index (moov atom) of " + name + " is cut off: the last part of the file is missing",
            copy_again,
            {}};
  }
  if (mp4) return {"input.damaged", "the index (moov atom) of " + name + " is damaged", copy_again, {}};
  if (says(told, "Cannot allocate memory")) {
    return {"input.damaged",
            name + " asks for more memory than a film needs: it is damaged, or made to harm",
            copy_again,
            {}};
  }
  if (says(told, "Permission denied")) {
    return {"input.unreadable", name + " may not be read by you", "change its permissions", {}};
  }
  return {"input.not_media",
          name + " is not a video or sound that ffmpeg knows",
          "look what it is: file NAME",
          {}};
}

constexpr const char* end_something = "end something else that runs on this machine, then try again";

struct Judge {
  const std::string& name;
  std::string_view first_bytes;
  const std::string& told;

  std::optional<Error> operator()(const core::Exited& ended) const {
    if (ended.code == 0) return std::nullopt;
    if (ended.code == 127 && says(told, "error while loading shared libraries"))
      return broken_ffprobe(told.substr(0, told.find('\n')));
    return of_failed(name, first_bytes, told);
  }
  std::optional<Error> operator()(const core::Signalled& ended) const {
    if (ended.signal == SIGXCPU) {
      return Error{"input.too_slow",
                   name + " takes ffprobe longer than any whole file of its size: it is damaged, or made to harm",
                   copy_again,
                   {}};
    }
    if (ended.signal == SIGKILL) {
      return Error{
          "machine.ffprobe",
          "ffprobe was killed while it looked at " + name + ", as a machine that is short of memory does",
          end_something,
          {}};
    }
    return Error{"input.damaged",
                 name + " makes ffprobe crash (signal " + std::to_string(ended.signal) +
                     "): it is damaged, or made to harm",
                 copy_again,
                 {}};
  }
  std::optional<Error> operator()(const core::NotStarted& ended) const {
    Error error = broken_ffprobe(std::strerror(ended.error));
    if (ended.error == EAGAIN || ended.error == ENOMEM || ended.error == EMFILE) error.hint = end_something;
    return error;
  }
  std::optional<Error> operator()(const core::TimedOut&) const { return too_slow(); }
  std::optional<Error> operator()(const core::Stalled&) const { return too_slow(); }
  std::optional<Error> operator()(const core::Cancelled&) const {
    return Error{"run.cancelled", "stopped while " + name + " was being looked at", "", {}};
  }

 private:
  [[nodiscard]] static Error broken_ffprobe(const std::string& why) {
    return {"machine.ffprobe",
            "ffprobe cannot be started: " + why,
            "install ffmpeg, or name one: --ffprobe PATH",
            {}};
  }
  [[nodiscard]] Error too_slow() const {
    return {"input.too_slow",
            name + " gives no answer in time: it is damaged, or its disk is very slow",
            "play it once to see whether it is whole, or copy it to a local disk",
            {}};
  }
};

}  // namespace

std::optional<Error> judge_ending(const std::string& name, std::string_view first_bytes,
                                  const core::Ending& ending, const std::string& told) {
  return std::visit(Judge{name, first_bytes, told}, ending);
}

}  // namespace spool::pipelines
