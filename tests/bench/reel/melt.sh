#!/bin/bash
# The reel with melt (MLT), on both cores.
# usage: melt.sh FILM WORK
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/clips.sh"

words=()
for n in "${!files[@]}"; do
  first=$((starts[n] * 30)) frames=$((lengths[n] * 30))
  ramp="0=0;7=1;$((frames - 8))=1;$((frames - 1))=0"
  words+=("${files[$n]}" "in=$first" "out=$((first + frames - 1))"
    -attach-cut avfilter.drawtext "av.fontfile=$font" "av.text=${labels[$n]//\'/’}" av.fontsize=40 av.fontcolor=white
    av.box=1 av.boxcolor=black@0.5 av.boxborderw=12 av.x=40 av.y=h-th-40 in=0 out=89
    -attach-cut brightness "level=$ramp" -attach-cut volume "level=0=-60;7=0;$((frames - 8))=0;$((frames - 1))=-60")
done
export SDL_VIDEODRIVER=dummy QT_QPA_PLATFORM=offscreen
melt -silent -profile atsc_720p_30 "${words[@]}" -consumer "avformat:$1" real_time=-2 threads=2 \
  vcodec=libx264 preset=veryfast crf=23 acodec=aac ab=160k ar=48000 channels=2 </dev/null >/dev/null 2>&1
