# Sourced: installs the SDK to a folder that goes when the test does, and goes there.
set -euo pipefail
# What the caller has set of a host is not this one's; unknown keys would be refused.
for variable in "${!TOOLHOST_@}"; do unset "$variable"; done

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
sdk=$scratch/sdk
"$CMAKE" --install "$BUILD_DIR" --component sdk --prefix "$sdk" >"$scratch/install.log" ||
  { cat "$scratch/install.log"; exit 1; }

export CMAKE_PREFIX_PATH=$sdk
PKG_CONFIG_PATH=$(dirname "$(find "$sdk" -name toolhost-sdk.pc)")
export PKG_CONFIG_PATH
export PATH=$BUILD_DIR/bin:$(dirname "$CMAKE"):$PATH
export TOOLHOST_STATE_DIRECTORY=$scratch/state
cd "$scratch"

die() {
  echo "$*" >&2
  exit 1
}

# Fails when a build used anything of the tree that the SDK was installed from.
usesNothingOf() { # TREE BUILD
  local used
  used=$(find "$2" -name '*.d' -exec grep -l -F "$1/" {} + || true)
  used+=$(grep -rlF "$1/" "$2" --include=build.make --include=build.ninja --include=link.txt || true)
  [ -z "$used" ] || die "the build names files of $1: $used"
}
