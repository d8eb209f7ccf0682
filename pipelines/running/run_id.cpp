#include "pipelines/running/run_id.h"

#include <array>
#include <ctime>
#include <random>

namespace spool::pipelines {

std::string new_run_id(std::chrono::system_clock::time_point now) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  std::array<char, 32> stamp{};
  const std::size_t length = std::strftime(stamp.data(), stamp.size(), "%Y%m%d-%H%M%S-", &utc);
  std::string id(stamp.data(), length);
  constexpr std::string_view letters = "0123456789abcdefghjkmnpqrstvwxyz";
  std::random_device random;
  for (int i = 0; i < 6; ++i) id += letters[random() % letters.size()];
  return id;
}

}  // namespace spool::pipelines
