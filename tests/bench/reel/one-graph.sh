#!/bin/bash
# The reel as one ffmpeg: twelve inputs, each sought, one filter graph, one encode with threads of its own choice.
# usage: one-graph.sh FILM WORK
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/clips.sh"

inputs=() graph='' joined=''
for n in "${!files[@]}"; do
  inputs+=(-ss "${starts[$n]}" -t "${lengths[$n]}" -i "${files[$n]}")
  graph+="[$n:v]$(picture "$n")[v$n];[$n:a]$(sound "$n")[a$n];"
  joined+="[v$n][a$n]"
done
ffmpeg -nostdin -v error -y "${inputs[@]}" -filter_complex "$graph${joined}concat=n=${#files[@]}:v=1:a=1[v][a]" -map '[v]' -map '[a]' \
  -c:v libx264 -preset veryfast -crf 23 -colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv \
  -c:a aac -b:a 160k "$1"
