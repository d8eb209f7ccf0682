"""What the journal costs: events onto the disk, a step on record beside one that is not, a million jobs that wait."""

import json
import os
import subprocess
import tempfile

import measure

CHAIN = 2000
PENDING = 1_000_000
RUNS = 10_000


def undisturbed():
    """A prefix that lets a program go before all others, so that a busy machine is not measured; none where that is not allowed."""
    prefix = ["chrt", "--fifo", "1"]
    allowed = subprocess.run([*prefix, "true"], stderr=subprocess.DEVNULL).returncode == 0
    return prefix if allowed else None


def said_by(argv, folder):
    return lambda: json.loads(measure.run(argv, folder)["said"])


def ways(argv, folder):
    """The same program as it comes and, where that is allowed, before all others."""
    found = {"beside what else runs": said_by(argv, folder)}
    first = undisturbed()
    if first:
        found["before all else"] = said_by([*first, *argv], folder)
    return found


def spread(runs, figure, form):
    each = [run[figure] for run in runs]
    return f"{form} ({form}-{form})" % (measure.median(runs, figure), min(each), max(each))


def block(runs):
    return (spread(runs, "longest_block_ms", "%.1f"), spread(runs, "longest_block_cpu_ms", "%.1f"))


BLOCK = ("longest block of the loop, ms", "its CPU, ms")


def events(program, folder, runs):
    results = measure.rounds(ways([program, "events", "--runs", "1"], folder), runs)
    rows = [(name, spread(each, "events_per_s", "%.0f"), *block(each), "%.0f" % measure.median(each, "lone_us_median"),
             "%.0f" % measure.median(each, "lone_us_p99")) for name, each in results.items()]
    measure.show(f"500000 events of 2000 producers, each waiting for its own: median (lowest-highest) of {runs}",
                 ("", "events a second", *BLOCK, "a lone event, us", "99 of 100, us"), rows)


def chain(bench, folder, runs):
    def timed(program):
        argv = [os.path.join(bench, program), "chain", "--jobs", str(CHAIN)]

        def run():
            figures = measure.run(argv, folder)
            return {"cpu": figures["cpu"] / CHAIN * 1000, "wall": figures["wall"] / CHAIN * 1000}
        return run

    plain = timed("spool-bench-engine")
    results = measure.rounds({"without": plain, "without again": plain, "with the journal": timed("spool-bench-journal")}, runs)
    cpu = measure.ratios(results, "without", "cpu")
    wall = measure.ratios(results, "without", "wall")
    rows = [(name, measure.spread(cpu[name]), measure.spread(wall[name]), "%.3f" % measure.median(results[name], "cpu"),
             "%.3f" % measure.median(results[name], "wall")) for name in results]
    measure.show(f"a step of a chain of {CHAIN} no-op jobs: ratios to the one without a journal, median (lowest-highest) of {runs}",
                 ("", "CPU", "wall", "CPU ms a step", "wall ms a step"), rows)


def pending(program, folder, runs):
    results = measure.rounds(ways([program, "pending", "--jobs", str(PENDING)], folder), runs)
    rows = [(name, "%.0f" % measure.median(each, "bytes_a_job"), spread(each, "events_per_s", "%.0f"), *block(each))
            for name, each in results.items()]
    measure.show(f"{PENDING} jobs become ready at once, 100000 of them run and are on record: median (lowest-highest) of {runs}",
                 ("", "bytes a pending job", "events a second", *BLOCK), rows)


def lists(program, folder):
    found = said_by([program, "events", "--events", "1000", "--runs", str(RUNS)], folder)()
    measure.show(f"{RUNS} runs on record", ("", "wall ms"),
                 [("all of them listed", "%.1f" % found["list_ms"]), ("one of them read", "%.1f" % found["status_ms"])])


def main():
    given = measure.arguments(__doc__)
    bench = os.path.join(os.path.abspath(given.build), "tests", "bench")
    program = os.path.join(bench, "spool-bench-journal")
    with tempfile.TemporaryDirectory(dir=given.build) as folder:  # on a disk: /tmp may be memory
        events(program, folder, given.runs)
        chain(bench, folder, given.runs)
        pending(program, folder, given.runs)
        lists(program, folder)


if __name__ == "__main__":
    main()
