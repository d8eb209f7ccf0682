// Probes files for tests: the real prober, real children, real footage.
#pragma once

#include "core/child_runner.h"
#include "core/slots.h"
#include "pipelines/media/probe.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

namespace spool::pipelines::testing {

/// Where footage lies: $SPOOL_FOOTAGE, else build/footage.
inline std::string footage(const std::string& name) {
  const char* told = std::getenv("SPOOL_FOOTAGE");
  return std::string(told != nullptr ? told : SPOOL_SOURCE_DIR "/build/footage") + '/' + name;
}

inline std::vector<ProbeReport> probe_all(std::vector<std::string> paths, ProbeSettings settings = {}) {
  boost::asio::io_context loop;
  core::ChildRunner runner(loop.get_executor());
  core::Slots slots(loop.get_executor(), 2);
  Prober prober(runner, slots, std::move(settings));
  std::vector<ProbeReport> reports(paths.size());
  for (std::size_t i = 0; i < paths.size(); ++i) {
    boost::asio::co_spawn(loop, prober.report(paths[i]),
                          [&reports, i](const std::exception_ptr& fault, ProbeReport report) {
                            EXPECT_FALSE(fault) << "probing threw";
                            reports[i] = std::move(report);
                          });
  }
  loop.run();
  EXPECT_EQ(runner.running(), 0U) << "a child is left";
  return reports;
}

inline ProbeReport probe_one(const std::string& path, ProbeSettings settings = {}) {
  return probe_all({path}, std::move(settings)).front();
}

/// The media of a file that must be usable.
inline MediaPtr usable(const std::string& path) {
  ProbeReport report = probe_one(path);
  EXPECT_TRUE(report.usable()) << path << ": " << (report.wrong ? report.wrong->message : "nothing known")
                               << " (scripts/spool fetches the footage)";
  return report.media;
}

/// Runs a program to its end; its standard output, or its standard error where wanted.
std::string said_by(std::vector<std::string> argv, bool standard_error = false);

/// Stamps of every picture, as ffmpeg decodes it: the judge of an index.
std::vector<std::int64_t> decoded_stamps(const std::string& path);

/// A folder of this test's own, emptied.
std::string own_folder(const std::string& name);

}  // namespace spool::pipelines::testing
