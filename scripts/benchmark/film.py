"""What chunks and transitions cost: one long clip on one slot and on two, twelve clips that fade into each other beside two."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile

import measure

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
INPUTS = f"inputs: {{one: {ROOT}/build/footage/wannaworktogether.mp4}}\n"
FORMAT = "format: {size: 1280x720, fps: 30, preset: veryfast, crf: 23, sample_rate: 48000, channels: 2}\n"
LONG = (INPUTS + "steps:\n  clip: {cut: one, at: [{start: 20, end: 80}]}\n"
        "  shown: {effect: clip, apply: [{title: {text: A minute, for: 5s}}, {fade: {in: 1s, out: 1s}}]}\n" + FORMAT + "output: {shown: film.mp4}\n")


def crossfaded(clips):
    at = ", ".join(f"{{start: {10 + 12 * clip}, end: {16 + 12 * clip}}}" for clip in range(clips))
    return (INPUTS + f"steps:\n  clips: {{cut: one, at: [{at}]}}\n  reel: {{concat: [clips], transition: {{crossfade: 1s}}}}\n" + FORMAT +
            "output: {reel: film.mp4}\n")


class Film:
    """One document with a folder of its own."""

    def __init__(self, spool, base, name, document, slots):
        self.folder = f"{base}/{name}"
        self.film = f"{self.folder}/film.mp4"
        os.makedirs(self.folder)
        with open(f"{self.folder}/film.yaml", "w") as file:
            file.write(document)
        self.argv = [spool, "run", f"{self.folder}/film.yaml", "-o", self.film, "-y", "-j", str(slots), "--state", f"{self.folder}/state", "--progress", "none",
                     "--no-cache"]

    def run(self):
        return measure.run(self.argv)

    def digest(self):
        with open(self.film, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def largest_process(self):
        """Bytes that the largest of all its processes holds at its peak."""
        shutil.rmtree(f"{self.folder}/state", ignore_errors=True)
        script = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); " \
                 "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
        told = subprocess.run([sys.executable, "-c", script, *self.argv], capture_output=True, text=True, check=True)
        return int(told.stdout) * 1024


def main():
    given = measure.arguments(__doc__)
    spool = os.path.join(given.build, "cli", "spool")
    with tempfile.TemporaryDirectory(dir=os.path.join(ROOT, "build")) as base:
        one, two = (Film(spool, base, f"long-{slots}", LONG, slots) for slots in (1, 2))
        again = Film(spool, base, "long-again", LONG, 1)
        results = measure.rounds({"one slot": one.run, "one slot again": again.run, "two slots": two.run}, given.runs)
        same = one.digest() == two.digest()
        memory = [(clips, Film(spool, base, f"crossfades-{clips}", crossfaded(clips), 2).largest_process()) for clips in (2, 12)]
    cpu = measure.ratios(results, "one slot", "cpu")
    wall = measure.ratios(results, "one slot", "wall")
    measure.show(f"one clip of 60 s with a title and fades: ratios to one slot, median (lowest-highest) of {given.runs}", ("", "CPU", "wall"),
                 [(name, measure.spread(cpu[name]), measure.spread(wall[name])) for name in results])
    print("\nthe film of one slot and that of two: " + ("the same bytes" if same else "NOT THE SAME"))
    measure.show("peak memory of the largest process, clips that fade into each other", ("clips", "MB"),
                 [(clips, "%.0f" % (size / 1e6)) for clips, size in memory])


if __name__ == "__main__":
    main()
