#!/usr/bin/env bash
set -uo pipefail

usage() {
  cat <<'EOF'
usage: tests/run.sh [--full]

Installs what a Debian 12 machine is missing, builds the preset "dev" and runs every test. A step
that fails does not keep the later ones from running. Ends with "N passed, N failed" (tests where a
step counts them, else steps) and exits non-zero when anything failed.

  --full   also the presets "asan" and "tsan" with their tests, half an hour of fuzzing for each
           parser, and clang-tidy
EOF
}

root=$(cd "$(dirname "$0")/.." && pwd)
full=no
passed=0 failed=0
. "$root/packaging/steps.sh"

parseArguments() {
  while [ $# -gt 0 ]; do
    case $1 in
      --full) full=yes ;;
      -h | --help)
        usage
        exit 0
        ;;
      *)
        echo "run.sh: there is no option '$1'" >&2
        usage >&2
        exit 2
        ;;
    esac
    shift
  done
}

# Adds up the closing lines of ctest and of node's test runner.
countTests() { # LOG -> $tests_passed $tests_failed
  local counts
  counts=$(awk '
    /^[0-9]+% tests passed, [0-9]+ tests failed out of [0-9]+/ { failed += $4; passed += $NF - $4 }
    /^(#|ℹ) pass [0-9]+$/ { passed += $3 }
    /^(#|ℹ) (fail|cancelled) [0-9]+$/ { failed += $3 }
    END { print passed + 0, failed + 0 }' "$1")
  read -r tests_passed tests_failed <<<"$counts"
}

check() { # TITLE COMMAND...
  local title=$1 status=0 log
  shift
  beginStep "$title"
  log=$log_dir/$step_number.log
  "${runner:-logged}" "$log" "$@" || status=$?
  countTests "$log"
  [ $((tests_passed + tests_failed)) -gt 0 ] || tests_passed=$((status == 0))
  [ "$status" -eq 0 ] || [ "$tests_failed" -gt 0 ] || tests_failed=1
  passed=$((passed + tests_passed))
  failed=$((failed + tests_failed))
  if [ "$status" -eq 0 ]; then
    endStep "$tests_passed passed"
  else
    endStep "FAILED: $tests_passed passed, $tests_failed failed, exit code $status"
    showLog "$log"
  fi
  return "$status"
}

notRun() { # TITLE WHY
  beginStep "$1"
  failed=$((failed + 1))
  endStep "NOT RUN: $2"
}

checkBuilt() { # PRESET TITLE COMMAND...
  case " $built_presets " in
    *" $1 "*) check "${@:2}" ;;
    *) notRun "$2" "preset $1 is not built" ;;
  esac
}

built_presets=""

buildPreset() { # PRESET
  check "Build preset $1" "$root/packaging/build_tree.sh" "$1" && built_presets+=" $1"
}

installPackages() {
  local lists=("$root/packaging/build.packages" "$root/tests/test.packages" "$root/tests/fuzz/fuzz.packages")
  [ "$full" = no ] || lists+=("$root/tests/full.packages")
  runner=loggedInForeground \
    check "Install missing packages" "$root/packaging/install_packages.sh" "${lists[@]}"
}

runUnitTests() { # PRESET
  checkBuilt "$1" "Unit tests, preset $1" ctest --preset "$1" --parallel "$(nproc)"
}

cppFiles() {
  find host plugins sdk tests -name node_modules -prune -o '(' -name '*.cpp' -o -name '*.hpp' -o -name '*.h' ')' -print0
}

checkFormatting() {
  cppFiles | xargs -0 -n 40 -P "$(nproc)" clang-format --dry-run -Werror
}

checkScripts() {
  find packaging tests .ci -type f '(' -name '*.sh' -o -path .ci/run ')' -print0 | xargs -0 -n 1 bash -n
}

lint() { run-clang-tidy -quiet -p build/dev -j "$(nproc)" "$root/(host|plugins|sdk)/.*\.cpp"; }

runPlatformTests() {
  checkBuilt dev "Schemas against other validators" tests/schema_differential/run.sh build/dev
  check "Parsers against a fuzzer, a minute each" tests/fuzz/run.sh
  checkBuilt dev "End to end" tests/e2e/run.sh build/dev
  for revision in 2025-11-25 2026-07-28; do
    checkBuilt dev "Official conformance suite, $revision" tests/conformance/run.sh "$revision" build/dev
  done
}

runFullTests() {
  for preset in asan tsan; do
    buildPreset "$preset"
    runUnitTests "$preset"
  done
  check "Parsers against a fuzzer, half an hour each" tests/fuzz/run.sh --seconds 1800
  checkBuilt dev "clang-tidy" lint
}

finish() { # EXIT_STATUS
  stopLogged
  case $1 in 0 | 130 | 143) rm -rf "$log_dir" ;; esac
}

parseArguments "$@"
exec 3>&1
cd "$root" || exit 1
if [ -d "$root/../shared/data/json-schema-test-suite" ]; then
  TOOLHOST_JSON_SCHEMA_SUITE=$(readlink -f "$root/../shared/data/json-schema-test-suite")
  export TOOLHOST_JSON_SCHEMA_SUITE
fi
mkdir -p build
log_dir=$(mktemp -d "$root/build/tests-XXXXXX") || exit 1
trap 'finish $?' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

began=$(nowMs)
installPackages
buildPreset dev
runUnitTests dev
check "Formatting" checkFormatting
check "Shell scripts" checkScripts
runPlatformTests
[ "$full" = no ] || runFullTests
[ "$failed" -eq 0 ] || say "Logs: $log_dir"
say "Took $(seconds $(($(nowMs) - began)))." "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
