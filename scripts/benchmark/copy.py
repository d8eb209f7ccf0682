"""What copying saves: a clip of 30 s whose ends are keyframes, and one whose ends are anywhere, each beside the same one encoded."""

import os
import subprocess
import tempfile

import measure

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
# Pictures of a recording at 25 with a keyframe every ten seconds.
CLIPS = {"between keyframes": (250, 1000), "anywhere": (310, 1060)}
RECORDING = ("-t 45 -vf fps=25,scale=1920:1080 -c:v libx264 -preset veryfast -crf 20 -g 250 -keyint_min 250 -sc_threshold 0 "
             "-c:a aac").split()


def document(source, clip, form):
    first, end = clip
    return (f"inputs: {{one: {source}}}\nsteps:\n  clip: {{cut: one, at: [{{start: {first}f, end: {end}f}}]}}\n"
            f"format: {form}\noutput: {{clip: film.mp4}}\n")


def film(spool, base, name, text):
    folder = f"{base}/{name.replace(' ', '-')}"
    os.makedirs(folder)
    with open(f"{folder}/film.yaml", "w") as file:
        file.write(text)
    argv = [spool, "run", f"{folder}/film.yaml", "-y", "--state", f"{folder}/state", "--progress", "none", "--no-cache", "--out-dir", folder]
    return lambda: measure.run(argv)


def main():
    given = measure.arguments(__doc__)
    spool = os.path.join(given.build, "cli", "spool")
    with tempfile.TemporaryDirectory(dir=os.path.join(ROOT, "build")) as base:
        source = f"{base}/source.mp4"
        subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-i", f"{ROOT}/build/footage/wannaworktogether.mp4", *RECORDING, source], check=True)
        for name, clip in CLIPS.items():
            # A first run of each knows the source: what is measured is the cut.
            contenders = {"encoded": film(spool, base, f"{name} encoded", document(source, clip, "{as: source, crf: 18}")),
                          "encoded again": film(spool, base, f"{name} again", document(source, clip, "{as: source, crf: 18}")),
                          "copied": film(spool, base, f"{name} copied", document(source, clip, "source"))}
            results = measure.rounds(contenders, given.runs)
            cpu = measure.ratios(results, "encoded", "cpu")
            wall = measure.ratios(results, "encoded", "wall")
            measure.show(f"30 s of 1080p, {name}: ratios to encoding, median (lowest-highest) of {given.runs}", ("", "CPU", "wall"),
                         [(each, measure.spread(cpu[each]), measure.spread(wall[each])) for each in results])


if __name__ == "__main__":
    main()
