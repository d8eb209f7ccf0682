// What a program prints that is asked a small question: ffmpeg -version and its like.
#pragma once

#include "core/process.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace spool::pipelines {

constexpr core::Milliseconds time_to_answer{60'000};  ///< of a machine that hangs; a busy one may take seconds

/// The first megabyte of each stream.
class Printed final : public core::Output {
 public:
  bool on_stdout(std::string_view chunk) override {
    keep(text, chunk);
    return true;
  }
  void on_stderr(std::string_view chunk) override { keep(banner, chunk); }

  std::string text;
  std::string banner;  ///< every ffmpeg begins by saying who it is

 private:
  static void keep(std::string& kept, std::string_view chunk) {
    constexpr std::size_t most = 1U << 20U;
    kept.append(chunk.substr(0, most - std::min(most, kept.size())));
  }
};

}  // namespace spool::pipelines
