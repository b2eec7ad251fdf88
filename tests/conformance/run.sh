#!/usr/bin/env bash
# Runs the official MCP conformance suite against a host of a build tree and holds the result
# against a baseline. Exits non-zero when something beyond the baseline fails, or when something in
# the baseline passes: then take it out.
#
#   tests/conformance/run.sh REVISION [BUILD_DIR]        REVISION: 2025-11-25 or 2026-07-28
#
# How the suite's options work together (0.2.0-alpha.12):
# --requirements R alone runs the scenarios that R requires, plus others "not scored"; the exit code
#   follows failures of the required ones.
# With --expected-failures FILE it still runs them all, but judges the required ones by FILE alone:
#   a failure or a warning that FILE does not name, or a name in FILE that passes, exits 1. So a
#   baseline names warnings, too, and naming a "not scored" scenario there has no effect.
# A name in FILE that no scenario has is ignored by the suite; here it is an error.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
revision=${1:-}
build_dir=$(cd "${2:-$root/build/dev}" && pwd)
baseline=$here/expected_failures_$revision.yml

if [ -z "$revision" ] || [ ! -f "$baseline" ]; then
  echo "usage: $0 REVISION [BUILD_DIR]; there are baselines for:" >&2
  (cd "$here" && ls expected_failures_*.yml | sed 's/expected_failures_/  /; s/\.yml$//') >&2
  exit 2
fi

node=$("$root/tests/e2e/setup.sh")
export TOOLHOST_BUILD_DIR=$build_dir
exec "$node" --import "$root/tests/e2e/resolve_packages.mjs" "$here/run.mjs" "$revision" "$baseline"
