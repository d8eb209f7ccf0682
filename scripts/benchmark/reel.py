"""A film of twelve clips from two cameras: Spool against the same film made in other ways (tests/bench/reel)."""

import os
import re
import shutil
import subprocess
import tempfile
import time

import measure

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
REEL = os.path.join(ROOT, "tests", "bench", "reel")
REFERENCE = "by hand"


def commands(spool, folder):
    film, work, state = f"{folder}/reel.mp4", f"{folder}/work", f"{folder}/state"
    ours = [spool, "run", f"{REEL}/reel.yaml", "-o", film, "--state", state, "--progress", "none", "--no-cache"]
    by_hand = [f"{REEL}/optimal.sh", film, work]
    return {
        REFERENCE: by_hand,
        "by hand again": by_hand,
        "spool": ours,
        "one filter graph": [f"{REEL}/one-graph.sh", film, work],
        "melt": [f"{REEL}/melt.sh", film, work],
        "spool --no-optimize": [*ours, "--no-optimize"],
    }


def clear(folder):
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)


def family(pid):
    """The process and all below it."""
    parents = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as file:
                    parents.setdefault(int(file.read().rsplit(")", 1)[1].split()[1]), []).append(int(name))
            except OSError:
                pass
    found = [pid]
    for each in found:
        found.extend(parents.get(each, []))
    return found


def resident(pid):
    try:
        with open(f"/proc/{pid}/smaps_rollup") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("Pss:")) * 1024
    except (OSError, StopIteration):
        return 0


def size_of(folder):
    total = 0
    for where, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(where, name)).st_size
            except OSError:
                pass
    return total


def watched(argv, folder):
    """A run of its own, not timed, for what only sampling shows: peak memory of all its processes, peak bytes on disk."""
    child = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    memory = disk = 0
    while child.poll() is None:
        memory = max(memory, sum(resident(pid) for pid in family(child.pid)))
        disk = max(disk, size_of(folder))
        time.sleep(0.1)
    return memory, max(disk, size_of(folder))


def frames(film):
    told = subprocess.run(["ffprobe", "-v", "error", "-count_packets", "-select_streams", "v", "-show_entries", "stream=nb_read_packets",
                           "-of", "csv=p=0", film], capture_output=True, text=True, check=True)
    return int(told.stdout)


def likeness(film, lossless):
    """SSIM of a film's pictures to those that `lossless` makes in its place."""
    lossy = f"{film}.lossy.mp4"
    os.replace(film, lossy)
    subprocess.run(lossless, check=True, capture_output=True, env={**os.environ, "CRF": "0"})
    told = subprocess.run(["ffmpeg", "-nostdin", "-i", lossy, "-i", film, "-lavfi", "[0:v][1:v]ssim", "-f", "null", "-"],
                          capture_output=True, text=True, check=True)
    return re.search(r"SSIM .*All:([0-9.]+)", told.stderr).group(1)


def main():
    given = measure.arguments(__doc__)
    spool = os.path.join(given.build, "cli", "spool")
    with tempfile.TemporaryDirectory(dir=os.path.join(ROOT, "build")) as base:
        folder = f"{base}/run"
        all_commands = commands(spool, folder)
        lossless = {REFERENCE: all_commands[REFERENCE], "spool": [*all_commands["spool"], "--set", "crf=0"]}
        made, like = {}, {}
        for name, argv in all_commands.items():
            clear(folder)
            memory, disk = watched(argv, folder)
            film = f"{folder}/reel.mp4"
            made[name] = (memory, disk, frames(film), os.path.getsize(film))
            if name in lossless:
                like[name] = likeness(film, lossless[name])
        results = measure.rounds({name: (lambda argv=argv: measure.run(argv)) for name, argv in all_commands.items()}, given.runs,
                                 lambda: clear(folder))
    cpu = measure.ratios(results, REFERENCE, "cpu")
    wall = measure.ratios(results, REFERENCE, "wall")
    least_cpu = measure.least(results, REFERENCE, "cpu")
    least_wall = measure.least(results, REFERENCE, "wall")
    rows = []
    for name, runs in results.items():
        memory, disk, count, size = made[name]
        rows.append((name, measure.spread(cpu[name]), measure.spread(wall[name]), "%.3f" % least_cpu[name],
                     "%.3f" % least_wall[name], "%.1f" % measure.median(runs, "cpu"),
                     "%.1f" % measure.median(runs, "wall"), "%.0f" % (memory / 1e6), "%.1f" % (disk / 1e6), count, "%.1f" % (size / 1e6), like.get(name, "")))
    measure.show(f"a reel of twelve clips: ratios to the hand-written script, median (lowest-highest) of {given.runs}",
                 ("", "CPU", "wall", "least CPU", "least wall", "CPU s", "wall s", "memory MB", "disk MB", "frames", "film MB", "SSIM"), rows)
    share = [mine["cpu"] / theirs["cpu"] for mine, theirs in zip(results["spool"], results["spool --no-optimize"])]
    print("\nspool's CPU over that of --no-optimize: %.2f (%.2f-%.2f)" % (sorted(share)[len(share) // 2], min(share), max(share)) +
          "; least over least: %.3f" % (least_cpu["spool"] / least_cpu["spool --no-optimize"]))


if __name__ == "__main__":
    main()
