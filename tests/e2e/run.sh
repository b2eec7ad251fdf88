#!/usr/bin/env bash
# Runs the end-to-end tests against the binaries of a build tree. Ends with node's own summary;
# exits non-zero when a test failed or none ran.
#
#   tests/e2e/run.sh BUILD_DIR [TEST_FILE...]
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
if [ $# -lt 1 ]; then
  echo "usage: $0 BUILD_DIR [TEST_FILE...]" >&2
  exit 2
fi
if ! build_dir=$(cd "$1" 2>/dev/null && pwd); then
  echo "$0: there is no build tree at $1" >&2
  exit 2
fi
for program in toolhost toolhost-sim; do
  if [ ! -x "$build_dir/bin/$program" ]; then
    echo "$0: $build_dir/bin/$program is missing; build it first (cmake --build $build_dir)" >&2
    exit 2
  fi
done
shift
files=("$@")
[ ${#files[@]} -gt 0 ] || files=("$here"/*.test.mjs)

node=$("$here/setup.sh")
export TOOLHOST_BUILD_DIR=$build_dir
# Only what a test sets may reach the programs it starts.
for name in $(compgen -e | grep '^TOOLHOST_' | grep -v '^TOOLHOST_BUILD_DIR$' || true); do
  unset "$name"
done
exec "$node" --import "$here/resolve_packages.mjs" --test --test-concurrency=2 \
  --test-timeout=120000 "${files[@]}"
