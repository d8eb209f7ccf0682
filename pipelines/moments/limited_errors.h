// Collects what is wrong with many rows: the first ones in full, the rest as a number.
#pragma once

#include "core/error.h"

#include <cstddef>
#include <string>
#include <utility>

namespace spool::pipelines {

class LimitedErrors {
 public:
  static constexpr std::size_t told = 20;

  explicit LimitedErrors(std::string file) : file_(std::move(file)) {}

  void add(core::Error error) {
    if (++count_ <= told) errors_.push_back(std::move(error));
  }
  void add(std::string code, std::string message, std::string hint, int line, int column) {
    add({std::move(code), std::move(message), std::move(hint), {file_, line, column}});
  }
  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] const std::string& file() const { return file_; }

  /// What is to be told; a last entry of `code` counts the rest.
  [[nodiscard]] core::Errors take(const std::string& code, const std::string& what) && {
    if (count_ > told)
      errors_.push_back({code, "and " + std::to_string(count_ - told) + " more " + what, "", {file_, 0, 0}});
    return std::move(errors_);
  }

 private:
  std::string file_;
  core::Errors errors_;
  std::size_t count_ = 0;
};

}  // namespace spool::pipelines
