"""What starting a job costs: the engine against a bare C loop and the tools that people use instead."""

import json
import os
import tempfile

import measure

TRUE = "/bin/true"
CHAIN = 2000


def makefile(path, jobs, chained):
    with open(path, "w") as file:
        file.write(".PHONY: all %s\nall: %s\n" % (" ".join(f"j{n}" for n in range(jobs)), " ".join(f"j{n}" for n in range(jobs))))
        for n in range(jobs):
            file.write(f"j{n}:{f' j{n - 1}' if chained and n else ''}\n\t@{TRUE}\n")


def ninja_file(path, jobs, chained):
    with open(path, "w") as file:
        file.write(f"rule r\n  command = {TRUE}\n")
        for n in range(jobs):
            file.write(f"build j{n}: r{f' | j{n - 1}' if chained and n else ''}\n")


def a_job(figures, jobs):
    """The same figures for one job, in milliseconds."""
    return {"cpu": figures["cpu"] / jobs * 1000, "wall": figures["wall"] / jobs * 1000, "said": figures["said"]}


def contenders(bench, folder, slots, jobs):
    chained = slots is None
    mode = "chain" if chained else "noop"
    wide = [] if chained else ["--slots", str(slots)]
    makefile(f"{folder}/Makefile", jobs, chained)
    ninja_file(f"{folder}/build.ninja", jobs, chained)
    with open(f"{folder}/list", "w") as file:
        file.write("".join(f"{n}\n" for n in range(jobs)))
    few = min(jobs, 100)  # it takes milliseconds where the others take one
    parallel = f"{folder}/few"
    with open(parallel, "w") as file:
        file.write("".join(f"{n}\n" for n in range(few)))
    at_a_time = "1" if chained else str(slots)

    def timed(argv, count=jobs):
        return lambda: a_job(measure.run(argv, folder), count)

    ours = [f"{bench}/spool-bench-engine", mode, "--jobs", str(jobs), *wide]
    loop = [f"{bench}/spool-bench-vfork", mode, "--jobs", str(jobs), *wide]
    return {
        "C loop": timed(loop),
        "C loop again": timed(loop),
        "engine": timed(ours),
        "make": timed(["make", "-s", f"-j{at_a_time}"]),
        "xargs": timed(["xargs", "-a", "list", "-n", "1", "-P", at_a_time, TRUE]),
        "ninja": timed(["ninja", "--quiet", f"-j{at_a_time}"]),
        "GNU parallel": timed(["parallel", "--will-cite", "-a", "few", "-j", at_a_time, TRUE], few),
    }


def compare(bench, runs, slots, jobs):
    with tempfile.TemporaryDirectory() as folder:
        results = measure.rounds(contenders(bench, folder, slots, jobs), runs)
    cpu = measure.ratios(results, "C loop", "cpu")
    wall = measure.ratios(results, "C loop", "wall")
    rows = [(name, measure.spread(cpu[name]), measure.spread(wall[name]), "%.3f" % measure.median(results[name], "cpu"),
             "%.3f" % measure.median(results[name], "wall")) for name in results]
    title = f"a chain of {jobs}" if slots is None else f"{jobs} no-op jobs, {slots} at a time"
    measure.show(f"{title}: ratios to the C loop, median (lowest-highest) of {runs}", ("", "CPU", "wall", "CPU ms a job", "wall ms a job"), rows)


def latency(bench, runs):
    def median_of(program):
        def run():
            said = measure.run([f"{bench}/{program}", "latency", "--jobs", "640", "--slots", "64"])["said"]
            return {"latency": json.loads(said)["latency_us_median"]}
        return run

    loop = median_of("spool-bench-vfork")
    results = measure.rounds({"C loop": loop, "C loop again": loop, "engine": median_of("spool-bench-engine")}, runs)
    ratio = measure.ratios(results, "C loop", "latency")
    rows = [(name, measure.spread(ratio[name]), "%.0f" % measure.median(results[name], "latency")) for name in results]
    measure.show(f"exit of one job to the first instruction of the next, 64 in flight: ratios to the C loop, median (lowest-highest) of {runs}",
                 ("", "ratio", "us"), rows)


def pending(bench, jobs):
    figures = json.loads(measure.run([f"{bench}/spool-bench-engine", "pending", "--jobs", str(jobs)])["said"])
    rows = [(name.replace("_", " "), "%.0f" % each["bytes_a_job"], "%.1f" % each["longest_block_ms"], "%.1f" % each["longest_block_cpu_ms"])
            for name, each in figures.items() if name != "jobs"]
    measure.show(f"{jobs} pending jobs", ("", "bytes a job", "longest block of the loop, ms", "its CPU, ms"), rows)


def main():
    given = measure.arguments(__doc__)
    bench = os.path.join(given.build, "tests", "bench")
    for slots in (2, 8, 64):
        compare(bench, given.runs, slots, 1000)
    compare(bench, given.runs, None, CHAIN)
    latency(bench, given.runs)
    pending(bench, 1_000_000)


if __name__ == "__main__":
    main()
