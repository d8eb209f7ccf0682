#include "pipelines/running/wait_words.h"

#include <array>
#include <ctime>
#include <string>

namespace spool::pipelines {

core::Error waiting_note(core::Moment until) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(until);
  std::tm local = {};
  std::array<char, 40> text = {};
  if (::localtime_r(&seconds, &local) != nullptr) std::strftime(text.data(), text.size(), "%F %T %Z", &local);
  return {"note.waiting", std::string("nothing is rendered before ") + text.data() + " (policy.not_before)",
          "it may be ended meanwhile: `spool resume --due` takes it up when it is time", {}};
}

}  // namespace spool::pipelines
