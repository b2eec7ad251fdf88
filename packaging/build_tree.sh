#!/usr/bin/env bash
# Configures and builds a preset. Builds of one tree run one after another.
#
#   packaging/build_tree.sh PRESET [CMAKE_OPTION...]
#
# The options are for a tree that is not configured yet; one that is keeps its own.
set -euo pipefail
[ $# -gt 0 ] || { echo "usage: $0 PRESET [CMAKE_OPTION...]" >&2; exit 2; }

preset=$1
shift
cd "$(dirname "$0")/.."
mkdir -p build
exec 9>"build/$preset.lock"
flock --nonblock 9 || { echo "another build of build/$preset runs; waiting for it" && flock 9; }

options=()
if [ ! -e "build/$preset/CMakeCache.txt" ]; then
  options=("$@")
  if command -v ccache >/dev/null; then options+=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache); fi
fi
# So that a checkout elsewhere finds what this one compiled.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
cmake --preset "$preset" "${options[@]}" 9>&-
cmake --build --preset "$preset" 9>&-
