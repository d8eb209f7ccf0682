// What of a film is put on record before and while it is rendered: the plan with its decisions, the keys of its jobs.
#pragma once

#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "core/completion.h"
#include "core/error.h"
#include "pipelines/running/film_keys.h"
#include "pipelines/running/film_run.h"
#include "pipelines/running/recall.h"

namespace spool::pipelines {

class FilmRecord {
 public:
  /// All of them outlive it.
  FilmRecord(const RunContext& context, const FilmName& name, Prepared& prepared);

  /// The plan, with what is known of the keys. Resumes when it is on the disk. Errors as Journal::commit's.
  boost::asio::awaitable<core::Result<void>> begin(const Recall& recall);
  /// Those that are not on record yet.
  void note_keys(const FilmKeys& keys);
  /// Begins to wait for what was not known at `begin`, and will be said then.
  void complete();
  /// The film has ended: nothing more is said of its plan.
  void close() { closed_ = true; }
  /// Resumes when nothing is under way.
  boost::asio::awaitable<void> completed();

 private:
  boost::asio::awaitable<core::Result<void>> put_plan();
  boost::asio::awaitable<void> add_ffmpeg();

  const RunContext& context_;
  const FilmName& name_;
  Prepared& prepared_;
  std::vector<std::string> recipes_;
  std::vector<bool> keyed_;   ///< by job: its key is on record
  core::CompletionSource<bool> complete_;
  bool closed_ = false;
};

}  // namespace spool::pipelines
