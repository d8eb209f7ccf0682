"""Alternating runs and their ratios. Standard library only."""

import argparse
import os
import statistics
import subprocess
import sys
import threading
import time


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--build", required=True, help="folder of the release build")
    parser.add_argument("--runs", type=int, default=7, help="rounds; at least seven")
    given = parser.parse_args()
    given.runs = max(7, given.runs)
    return given


def run(argv, folder=None, environment=None):
    """CPU and wall seconds of a command, all its descendants that were waited for included."""
    begun = time.monotonic()
    child = subprocess.Popen(argv, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT)
    said = []
    reader = threading.Thread(target=lambda: said.append(child.stdout.read()))
    reader.start()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - begun
    reader.join()
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{argv[0]} ended with {child.returncode}:\n{said[0].decode(errors='replace')[-2000:]}")
    return {"cpu": usage.ru_utime + usage.ru_stime, "wall": wall, "said": said[0].decode(errors="replace")}


def rounds(contenders, count, prepare=lambda: None):
    """{name: [figures of each round]}. The order turns with each round, so that none always follows the same one."""
    results = {name: [] for name in contenders}
    order = list(contenders)
    for number in range(count):
        for name in order:
            prepare()
            results[name].append(contenders[name]())
        order = order[1:] + order[:1]
        if sys.stderr.isatty():
            print(f"\r  round {number + 1} of {count}", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print("\r" + " " * 30 + "\r", end="", file=sys.stderr)
    return results


def ratios(results, reference, figure):
    """Median, lowest and highest of each contender's figure over the reference's of the same round."""
    table = {}
    for name, runs in results.items():
        each = [mine[figure] / theirs[figure] for mine, theirs in zip(runs, results[reference])]
        table[name] = (statistics.median(each), min(each), max(each))
    return table


def least(results, reference, figure):
    """Each contender's least figure over the reference's: other work on the machine only ever adds."""
    floor = {name: min(run[figure] for run in runs) for name, runs in results.items()}
    return {name: floor[name] / floor[reference] for name in results}


def median(runs, figure):
    return statistics.median(each[figure] for each in runs)


def show(title, header, rows):
    print(f"\n{title}")
    widths = [max(len(str(row[column])) for row in [header, *rows]) for column in range(len(header))]
    for row in [header, *rows]:
        first, *rest = [str(cell) for cell in row]
        print("  " + first.ljust(widths[0]) + "".join("  " + cell.rjust(width) for cell, width in zip(rest, widths[1:])))


def spread(values):
    return "%.2f (%.2f-%.2f)" % values
