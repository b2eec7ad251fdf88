#!/usr/bin/env bash
set -euo pipefail

usage() {
  cat <<'EOF'
usage: tests/fuzz/run.sh [--seconds N] [TARGET...]

Builds the preset "fuzz" and lets libFuzzer attack each target (all of them when none is named) for
N seconds (default 60), as many at once as there are processors. Each starts from its folder in
tests/fuzz/corpus and keeps what it learns in build/fuzz/corpus. Exits non-zero when an input
crashes, leaks, stalls or breaks a promise; that input is then in build/fuzz/findings.
EOF
}

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
seconds=60 targets=()

while [ $# -gt 0 ]; do
  case $1 in
    --seconds)
      [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || { usage >&2; exit 2; }
      seconds=$2
      shift
      ;;
    -h | --help) usage; exit 0 ;;
    -*) usage >&2; exit 2 ;;
    *) targets+=("$1") ;;
  esac
  shift
done

if [ ${#targets[@]} -eq 0 ]; then
  mapfile -t targets < <(find "$here/corpus" -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | sort)
fi

# The official suite is a rich corpus where it is at hand: each test is a schema and an instance.
addOfficialSuite() {
  local suite=${TOOLHOST_JSON_SCHEMA_SUITE:-} to=$root/build/fuzz/corpus/schema
  [ -d "$suite/tests/draft2020-12" ] || return 0
  python3 "$here/suite_corpus.py" "$suite/tests/draft2020-12" "$to"
}

attack() { # TARGET
  local target=$1 corpus=$root/build/fuzz/corpus/$1 log=$root/build/fuzz/$1.log options=()
  [ ! -e "$here/$target.dict" ] || options+=("-dict=$here/$target.dict")
  mkdir -p "$corpus" "$root/build/fuzz/findings"
  if "$root/build/fuzz/bin/fuzz_$target" "${options[@]}" -max_total_time="$seconds" -timeout=10 \
    -rss_limit_mb=2048 -max_len=4096 -print_final_stats=1 \
    -artifact_prefix="$root/build/fuzz/findings/$target-" "$corpus" "$here/corpus/$target" >"$log" 2>&1; then
    echo "$target: held against $(sed -n 's/^stat::number_of_executed_units: //p' "$log") inputs in $seconds s"
  else
    echo "$target: FAILED; the end of $log:"
    tail -n 30 -- "$log" | sed 's/^/  | /'
    return 1
  fi
}

for target in "${targets[@]}"; do
  [ -e "$here/$target.cpp" ] || { echo "$0: there is no fuzz target '$target'" >&2; exit 2; }
done
"$root/packaging/install_packages.sh" "$root/packaging/build.packages" "$here/fuzz.packages"
"$root/packaging/build_tree.sh" fuzz -- "${targets[@]/#/fuzz_}"
addOfficialSuite
export -f attack
export here root seconds
printf '%s\0' "${targets[@]}" | xargs -0 -P "$(nproc)" -I{} bash -c 'attack "$1"' _ {}
