# shellcheck shell=bash
# Sourced by the scripts beside it: what they need of the machine, and how it gets there. Needs bash and what every Debian has.
# Everything said goes to standard error: standard output belongs to the program.

SPOOL_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
fail() { say "$*"; exit 1; }

# 12, 13, or nothing elsewhere.
debian_release() {
  local ID='' VERSION_ID=''
  [[ -r /etc/os-release ]] && . /etc/os-release
  if [[ $ID == debian && $VERSION_ID =~ ^(12|13)$ ]]; then echo "$VERSION_ID"; fi
}

# packages_of RELEASE GROUP...: their names, one a line. Without a release, those of the newest.
packages_of() {
  local release=${1:-13} group on package
  shift
  while read -r group on package; do
    [[ " $* " == *" $group "* && ( $on == any || $on == "$release" ) ]] && echo "$package"
  done < <(grep -v '^#' "$SPOOL_ROOT/scripts/packages.txt")
  return 0
}

# Those of the packages given that are not installed.
missing_packages() {
  comm -23 <(printf '%s\n' "$@" | sort -u) \
    <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p' | sort -u)
}

as_root() {
  if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

# Lists of packages are fetched only where the ones at hand do not know what is asked for.
install_packages() {
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -y -q --no-install-recommends)
  if ! "${apt[@]}" --simulate install "$@" >/dev/null 2>&1; then as_root apt-get -q update >&2; fi
  as_root "${apt[@]}" install "$@" >&2 && return
  say "trying once more with fresh lists of packages"
  as_root apt-get -q update >&2 && as_root "${apt[@]}" install "$@" >&2
}

# need_packages GROUP...: installs what is missing of these groups; where that cannot be done, says what to install and ends.
need_packages() {
  local release wanted missing
  [[ ${SPOOL_PACKAGES:-} == ready ]] && return
  release=$(debian_release)
  mapfile -t wanted < <(packages_of "$release" "$@")
  if [[ -z $release ]]; then
    say "this is neither Debian 12 nor 13, so packages are yours to install. As Debian 13 names them:"
    printf '  %s\n' "${wanted[@]}" >&2
    fail "once they are there: SPOOL_PACKAGES=ready ${0##*/} ..."
  fi
  mapfile -t missing < <(missing_packages "${wanted[@]}")
  ((${#missing[@]})) || return 0
  say "missing: ${missing[*]}"
  if ((EUID != 0)) && ! command -v sudo >/dev/null; then
    fail "as root: apt-get install --no-install-recommends ${missing[*]}"
  fi
  say "installing them"
  install_packages "${missing[@]}" || fail "could not install them; as root: apt-get install --no-install-recommends ${missing[*]}"
}

# build PRESET TARGET...: configures where that was not done yet, and builds. One at a time for each preset.
# What one checkout compiled, another takes from ccache: paths within it count from its root.
build() {
  local preset=$1
  shift
  mkdir -p "$SPOOL_ROOT/build/$preset"
  (
    flock 9
    cd "$SPOOL_ROOT" || exit
    export CCACHE_BASEDIR="$SPOOL_ROOT" CCACHE_NOHASHDIR=1
    [[ -f build/$preset/build.ninja ]] || cmake --preset "$preset" >&2
    cmake --build "build/$preset" ${1:+--target "$@"} >&2
  ) 9>"$SPOOL_ROOT/build/$preset.lock"
}
