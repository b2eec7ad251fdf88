#!/usr/bin/env bash
# Measures the host beside its peers, each pair with the same client in the same run, on loopback.
# Exits non-zero when any request fails.
#
#   tests/bench/run.sh [--json] [--seconds N] [--only SECTION,...] [BUILD_DIR]
#
#   --json       print every figure as one JSON object instead of tables
#   --seconds N  how long each is measured, after a warm-up (default 8)
#   --only ...   of the sections
#                  calls   tools/call of the echo plugin, 16 and 256 connections of wrk, and what each stage
#                          of a call costs; beside the official TypeScript server, Poco and nginx
#                  query   1,000 records through the host, beside the instance itself and a
#                          TypeScript server
#                  schema  JSON Schema, beside ajv
#                  plugins one call of a plugin in both modes, and 5,000 tools
#                  reload  a plugin replaced every second under load, in both modes (builds the fixtures)
#                  streams 10,000 open streams and 5,000 idle connections, and calls beside them
#                  slow    300 clients that are slow on purpose for a minute, and calls beside them
#   BUILD_DIR    where the host was built; without it, build/release is built first
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
format=table seconds=8 sections="" build_dir=""

usage() {
  sed -n '2,20s/^# \{0,1\}//p' "$0" >&2
  exit 2
}

while [ $# -gt 0 ]; do
  case $1 in
    --json) format=json ;;
    --seconds)
      [ $# -gt 1 ] || usage
      seconds=$2
      shift
      ;;
    --only)
      [ $# -gt 1 ] || usage
      sections=$2
      shift
      ;;
    -*) usage ;;
    *) build_dir=$1 ;;
  esac
  shift
done

{
  "$root/packaging/install_packages.sh" "$root/packaging/build.packages" "$here/bench.packages"
  if [ -z "$build_dir" ]; then
    build_dir=$root/build/release
    targets=(toolhost toolhost-worker toolhost-sim shipped_plugins)
    case ,$sections, in ,, | *,reload,* | *,plugins,*) targets+=(fixture_plugins bench_plugin_calls) ;; esac
    "$root/packaging/build_tree.sh" release -- "${targets[@]}"
  fi
  cmake -S "$here" -B "$root/build/bench" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo
  cmake --build "$root/build/bench"
} >&2
[ -x "$build_dir/bin/toolhost" ] || { echo "$0: no toolhost in $build_dir/bin" >&2; exit 2; }

node=$("$root/tests/e2e/setup.sh")
export TOOLHOST_BUILD_DIR=$build_dir
export BENCH_POCO=$root/build/bench/bin/bench_poco
export BENCH_SCHEMA=$root/build/bench/bin/bench_schema
exec "$node" --import "$root/tests/e2e/resolve_packages.mjs" "$here/run.mjs" "$format" "$seconds" "$sections"
