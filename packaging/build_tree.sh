#!/usr/bin/env bash
# Configures and builds a preset. Builds of one tree run one after another.
#
#   packaging/build_tree.sh PRESET [CMAKE_OPTION...] [-- TARGET...]
#
# The options are for a tree that is not configured yet; one that is keeps its own. Without targets
# it builds what the preset names.
set -euo pipefail
[ $# -gt 0 ] || { echo "usage: $0 PRESET [CMAKE_OPTION...]" >&2; exit 2; }

preset=$1
shift
options=() targets=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  options+=("$1")
  shift
done
if [ $# -gt 1 ]; then targets=(--target "${@:2}"); fi

cd "$(dirname "$0")/.."
mkdir -p build
exec 9>"build/$preset.lock"
flock --nonblock 9 || { echo "another build of build/$preset runs; waiting for it" && flock 9; }

if [ -e "build/$preset/CMakeCache.txt" ]; then
  options=()
elif command -v ccache >/dev/null; then
  options+=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
fi
# So that a checkout elsewhere finds what this one compiled.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
cmake --preset "$preset" "${options[@]}" 9>&-
cmake --build --preset "$preset" "${targets[@]}" 9>&-
