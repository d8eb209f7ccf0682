#!/bin/bash
# The reel by hand, as good as we could make it for two cores: one ffmpeg a clip, cut and effects fused, two at a time with one
# thread each, the longest first; the sound of all clips in one pass; a join that copies.
# usage: optimal.sh FILM WORK
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/clips.sh"
film=$(realpath "$1")
mkdir -p "$2"
cd "$2"

clip() {
  ffmpeg -nostdin -v error -y -threads 1 -filter_threads 1 -ss "${starts[$1]}" -i "${files[$1]}" -an -sn \
    -vf "$(picture "$1")" -frames:v $((lengths[$1] * 30)) -threads 1 \
    -c:v libx264 -preset veryfast -crf "${CRF:-23}" -colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv \
    -video_track_timescale 15360 "clip-$1.mp4"
}

all_sound() {
  local inputs=() graph='' n
  for n in "${!files[@]}"; do
    inputs+=(-vn -ss "${starts[$n]}" -t "${lengths[$n]}" -i "${files[$n]}")
    graph+="[$n:a]$(sound "$n")[s$n];"
  done
  for n in "${!files[@]}"; do graph+="[s$n]"; done
  ffmpeg -nostdin -v error -y "${inputs[@]}" -filter_complex_threads 1 -filter_complex "${graph}concat=n=${#files[@]}:v=0:a=1[sound]" \
    -map '[sound]' -c:a aac -b:a 160k sound.m4a
}

longest_first=$(for n in "${!lengths[@]}"; do echo "${lengths[$n]} $n"; done | sort -rn | cut -d' ' -f2)
for n in $longest_first sound; do
  while (($(jobs -rp | wc -l) >= 2)); do wait -n; done
  if [[ $n == sound ]]; then all_sound & else clip "$n" & fi
done
while (($(jobs -rp | wc -l) > 0)); do wait -n; done

for n in "${!files[@]}"; do printf "file 'clip-%s.mp4'\nduration %s\n" "$n" "${lengths[$n]}"; done >list
ffmpeg -nostdin -v error -y -f concat -safe 0 -i list -i sound.m4a -map 0:v -map 1:a -c copy -video_track_timescale 15360 "$film"
