// spool-bench-journal events|chain|pending [--events N] [--producers N] [--runs N] [--jobs N] [--state DIR]:
// what the journal costs, in one line of JSON.
//   events   onto the disk, each producer waiting for its own; a lone event; lists of many runs
//   chain    what spool-bench-engine chain does, each step on record
//   pending  jobs that become ready all at once; a part of them runs, each on record
// The longest block is how late a timer of 1 ms came while all were at work.
#include "core/journal/journal.h"
#include "core/journal/run_history.h"
#include "core/journal/sqlite_store.h"
#include "tests/bench/journal_bench_engine.h"
#include "tests/bench/loop_watch.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace spool::core;
using spool::bench::LoopWatch;
using spool::bench::process_cpu_ms;
using Clock = std::chrono::steady_clock;

struct Options {
  std::string mode;
  int jobs = 2'000;
  int events = 500'000;
  int producers = 2'000;
  int runs = 10'000;
  std::string state;  ///< empty: a folder of its own in the working directory, removed at the end
};

struct Figures {
  double events_per_s = 0, cpu_us_per_event = 0, lone_us_median = 0, lone_us_p99 = 0;
  LoopWatch loop;
  double heads_ms = 0, heads_cpu_ms = 0, list_ms = 0, list_cpu_ms = 0, status_ms = 0;
};

std::optional<Options> parse(int argc, char** argv) {
  Options options;
  if (argc > 1) options.mode = argv[1];
  for (int i = 2; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], "--jobs") == 0) options.jobs = std::atoi(argv[i + 1]);
    if (std::strcmp(argv[i], "--events") == 0) options.events = std::atoi(argv[i + 1]);
    if (std::strcmp(argv[i], "--producers") == 0) options.producers = std::atoi(argv[i + 1]);
    if (std::strcmp(argv[i], "--runs") == 0) options.runs = std::atoi(argv[i + 1]);
    if (std::strcmp(argv[i], "--state") == 0) options.state = argv[i + 1];
  }
  const bool known = options.mode == "events" || options.mode == "chain" || options.mode == "pending";
  const bool counts = options.events > 0 && options.producers > 0 && options.runs > 0 && options.jobs > 0;
  if (known && counts && argc % 2 == 0) return options;
  std::fprintf(
      stderr,
      "usage: %s events|chain|pending [--events N] [--producers N] [--runs N] [--jobs N] [--state DIR]\n",
      argv[0]);
  return std::nullopt;
}

double ms_since(Clock::time_point began) {
  return std::chrono::duration<double, std::milli>(Clock::now() - began).count();
}

[[noreturn]] void end_with(const Error& error) {
  std::fprintf(stderr, "%s\n", to_line(error).c_str());
  std::exit(1);
}

/// As long as a job's last word is.
Entry job_done(const std::string& run, int number) {
  JobDone done;
  done.job = "clip-" + std::to_string(number);
  done.seconds = 1.5;
  done.made = {{done.job + ".1.mp4", 1'000'000, "0123456789abcdef0123456789abcdef"}};
  return to_entry(run, std::chrono::system_clock::now(), done);
}

/// A journal over a store, as a controller has them.
class Bench {
 public:
  explicit Bench(const std::string& state) : store_(open(state)), journal_(loop_.get_executor(), *store_) {}

  void with_producers(const Options& options, Figures& figures) {
    left_ = options.events;
    latencies_us_.reserve(static_cast<std::size_t>(options.events));
    working_ = options.producers;
    const auto began = Clock::now();
    const double cpu_before = process_cpu_ms();
    for (int i = 0; i < options.producers; ++i) {
      boost::asio::co_spawn(loop_, produce("many-" + std::to_string(i % 10)), boost::asio::detached);
    }
    boost::asio::co_spawn(loop_, figures.loop.watch([this] { return working_ > 0; }), boost::asio::detached);
    loop_.run();
    figures.events_per_s = options.events / ms_since(began) * 1000;
    figures.cpu_us_per_event = (process_cpu_ms() - cpu_before) * 1000 / options.events;
  }

  void alone(Figures& figures) {
    loop_.restart();
    left_ = 500;
    working_ = 1;
    boost::asio::co_spawn(loop_, produce("alone"), boost::asio::detached);
    latencies_us_.clear();
    loop_.run();
    std::ranges::sort(latencies_us_);
    figures.lone_us_median = latencies_us_[latencies_us_.size() / 2];
    figures.lone_us_p99 = latencies_us_[latencies_us_.size() * 99 / 100];
  }

  void note_all(std::vector<Entry> entries) {
    for (Entry& entry : entries) journal_.note(std::move(entry));
  }
  void write() {
    loop_.restart();
    loop_.run();
    if (journal_.broken()) end_with(*journal_.broken());
  }

 private:
  std::unique_ptr<SqliteStore> open(const std::string& state) {
    auto store = SqliteStore::open(loop_.get_executor(), state);
    if (!store) end_with(store.error());
    return std::move(*store);
  }

  boost::asio::awaitable<void> produce(std::string run) {
    while (left_ > 0) {
      Entry entry = job_done(run, left_--);
      const auto began = Clock::now();
      const Result<void> result = co_await journal_.commit(std::move(entry));
      if (!result) end_with(result.error());
      latencies_us_.push_back(ms_since(began) * 1000);
    }
    --working_;
  }

  boost::asio::io_context loop_{1};
  std::unique_ptr<SqliteStore> store_;
  Journal journal_;
  int left_ = 0;
  int working_ = 0;
  std::vector<double> latencies_us_;
};

/// A run of forty events with a document and probes, ended.
std::vector<Entry> whole_run(int number) {
  const std::string run = "20260101-120000-" + std::to_string(number);
  const auto now = std::chrono::system_clock::now();
  std::vector<Entry> events = {
      to_entry(run, now, RunSubmitted{"/home/me/reel.yaml", std::string(4000, 'd')})};
  events.push_back(to_entry(run, now, RunTaken{1, 4711, "host"}));
  FilmPlanned film{"", "reel", {}, std::string(20'000, 'p')};
  for (int job = 0; job < 12; ++job) {
    film.jobs.push_back({"clip-" + std::to_string(job), "clip", "0123456789abcdef"});
  }
  events.push_back(to_entry(run, now, film));
  for (int job = 0; job < 12; ++job) {
    const std::string id = film.jobs[static_cast<std::size_t>(job)].id;
    events.push_back(to_entry(run, now, JobKeyed{id, std::string(300, 'k')}));
    events.push_back(to_entry(run, now, JobBegan{id, 1}));
    events.push_back(job_done(run, job));
  }
  RunEnded ended;
  ended.jobs.total = ended.jobs.succeeded = 12;
  ended.outputs = {{"/home/me/films/reel-" + std::to_string(number) + ".mp4", 1800, 2'880'000, 60, false}};
  events.push_back(to_entry(run, now, ended));
  return events;
}

void look_at_lists(const std::string& state, Figures& figures) {
  const auto began = Clock::now();
  const double cpu_before = process_cpu_ms();
  const auto reader = JournalReader::open(state);
  if (!reader) end_with(reader.error());
  const auto heads = reader->heads(0);
  if (!heads) end_with(heads.error());
  figures.heads_ms = ms_since(began);
  figures.heads_cpu_ms = process_cpu_ms() - cpu_before;
  for (const auto& head : *heads) {
    if (const auto history = RunHistory::fold(head); !history) end_with(history.error());
  }
  figures.list_ms = ms_since(began);
  figures.list_cpu_ms = process_cpu_ms() - cpu_before;
  const auto asked = Clock::now();
  const auto again = JournalReader::open(state);
  if (const auto one = again->entries(heads->back().front().run); !one) end_with(one.error());
  figures.status_ms = ms_since(asked);
}

Figures measure(const Options& options, const std::string& state) {
  Figures figures;
  {
    Bench bench(state + "/events");
    bench.with_producers(options, figures);
    bench.alone(figures);
  }
  {
    Bench bench(state + "/runs");
    for (int run = 0; run < options.runs; ++run) {
      bench.note_all(whole_run(run));
      if (run % 200 == 199) bench.write();
    }
    bench.write();
  }
  look_at_lists(state + "/runs", figures);
  return figures;
}

void print(const Options& options, const Figures& found) {
  std::printf(
      "{\"events\": %d, \"producers\": %d, \"events_per_s\": %.0f, \"cpu_us_per_event\": %.2f, "
      "\"longest_block_ms\": %.2f, \"longest_block_cpu_ms\": %.2f, "
      "\"lone_us_median\": %.0f, \"lone_us_p99\": %.0f, \"runs\": %d, "
      "\"heads_ms\": %.1f, \"heads_cpu_ms\": %.1f, \"list_ms\": %.1f, \"list_cpu_ms\": %.1f, \"status_ms\": "
      "%.1f}\n",
      options.events, options.producers, found.events_per_s, found.cpu_us_per_event,
      found.loop.longest_block_ms, found.loop.longest_block_cpu_ms, found.lone_us_median, found.lone_us_p99,
      options.runs, found.heads_ms, found.heads_cpu_ms, found.list_ms, found.list_cpu_ms, found.status_ms);
}

bool run(const Options& options, const std::string& state) {
  if (options.mode == "chain") return spool::bench::run_chain_on_record(options.jobs, state);
  if (options.mode == "pending") return spool::bench::run_pending_on_record(options.jobs, state);
  print(options, measure(options, state));
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  const auto options = parse(argc, argv);
  if (!options) return 2;
  std::string own = "spool-bench-journal-XXXXXX";
  if (options->state.empty() && ::mkdtemp(own.data()) == nullptr) return 1;
  const std::string state = std::filesystem::absolute(options->state.empty() ? own : options->state);
  const bool done = run(*options, state);
  if (options->state.empty()) std::filesystem::remove_all(state);
  return done ? 0 : 1;
}
