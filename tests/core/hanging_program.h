// A program whose start hangs, until what is to happen meanwhile has happened.
#pragma once

#include "core/process.h"
#include "tests/core/support.h"
#include "tests/integration/child.h"
#include "tests/lease.h"

#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace spool::test {

class HangingProgram {
 public:
  /// `meanwhile` is called on the loop when the start hangs; it goes on after that.
  HangingProgram(Loop& loop, const std::vector<std::string>& script, std::function<void()> meanwhile)
      : command_(fake(script)), lease_(own_copy()), asked_back_(loop.executor(), SIGIO) {
    asked_back_.async_wait([this, call = std::move(meanwhile)](boost::system::error_code, int) {
      call();
      lease_.give_back();
    });
  }

  [[nodiscard]] const core::Command& command() const { return command_; }

 private:
  std::string own_copy() {
    const std::string program = folder_ / "program";
    std::filesystem::copy_file(command_.argv.front(), program);
    return command_.argv.front() = program;
  }

  Folder folder_;
  core::Command command_;
  Lease lease_;
  boost::asio::signal_set asked_back_;
};

}  // namespace spool::test
