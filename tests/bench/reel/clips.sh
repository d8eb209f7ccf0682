# shellcheck shell=bash
# Sourced by the scripts beside it: the twelve moments, and what is done to each.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
footage=${SPOOL_FOOTAGE:-$here/../../../build/footage}
font=$(fc-match -f '%{file}' 'DejaVu Sans')
files=() starts=() lengths=() labels=()

read_moments() {
  local start end label
  while IFS=, read -r start end label; do
    files+=("$1") starts+=("$start") lengths+=($((end - start))) labels+=("$label")
  done < <(tail -n +2 "$2")
}
read_moments "$footage/wannaworktogether.mp4" "$here/one.csv"
read_moments "$footage/camera-two.mp4" "$here/two.csv"

# picture N: the filter chain of clip N. Scaled at the source's rate where the film's is higher, and its colours made the film's
# (by the filter that does it at once) where there are fewer pixels: before the small camera is scaled up, after the large one is scaled down.
picture() {
  local text=${labels[$1]//\'/’} length=${lengths[$1]} chain
  local size="scale=1280:720:force_original_aspect_ratio=decrease:force_divisible_by=2"
  local colour="colorspace=iall=bt709:ispace=smpte170m:irange=tv:all=bt709:range=tv"
  if [[ ${files[$1]} == *wannaworktogether* ]]; then chain=$colour,$size; else chain=$size,$colour; fi
  printf '%s' "$chain,setsar=1,pad=1280:720:-1:-1,fps=30,trim=end_frame=$((length * 30))," \
    "drawtext=fontfile=$font:text='$text':fontsize=40:fontcolor=white:box=1:boxcolor=black@0.5:boxborderw=12" \
    ":x=40:y=h-th-40:enable='lt(t,3)',fade=in:d=0.25,fade=out:st=$((length - 1)).75:d=0.25,format=yuv420p"
}
sound() {
  local length=${lengths[$1]}
  printf '%s' "aresample=48000,aformat=channel_layouts=stereo,apad,atrim=end_sample=$((length * 48000))," \
    "afade=in:d=0.25,afade=out:st=$((length - 1)).75:d=0.25"
}
