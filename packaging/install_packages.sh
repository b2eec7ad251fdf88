#!/usr/bin/env bash
# Installs those packages of the named lists that a Debian machine does not have yet, and starts
# none of the services they bring. With nothing missing it needs neither root nor a network.
#
#   packaging/install_packages.sh LIST...
#
# A list has "package [command]" on a line: the package counts as present when the command can be
# run, whoever installed it, or else when dpkg knows it as installed.
set -euo pipefail

policy_file=/usr/sbin/policy-rc.d
policy_mark="# Written by toolhost's install_packages.sh; safe to delete."

isInstalled() { # PACKAGE
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

missingPackages() { # LIST...
  local package command
  while read -r package command; do
    case $package in '' | '#'*) continue ;; esac
    if [ -n "$command" ] && command -v "$command" >/dev/null; then continue; fi
    isInstalled "$package" || echo "$package"
  done < <(cat -- "$@")
}

# An administrator's own policy stays as it is.
keepServicesFromStarting() {
  if [ -e "$policy_file" ] && ! grep -qF "$policy_mark" "$policy_file"; then return; fi
  trap 'rm -f "$policy_file"' EXIT
  trap 'exit 143' TERM INT HUP
  printf '#!/bin/sh\n%s\nexit 101\n' "$policy_mark" >"$policy_file"
  chmod 755 "$policy_file"
}

installPackages() { # PACKAGE...
  exec 8>/run/lock/toolhost-install-packages.lock
  flock 8
  keepServicesFromStarting
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q || echo "install_packages.sh: the package lists are not fresh; trying those here" >&2
  apt-get install -q -y --no-install-recommends -o DPkg::Lock::Timeout=600 -- "$@"
}

giveUp() { # WHY PACKAGE...
  echo "install_packages.sh: $1; as root, run: apt-get install --no-install-recommends ${*:2}" >&2
  exit 1
}

[ $# -gt 0 ] || { echo "usage: $0 LIST..." >&2; exit 2; }
missing=$(missingPackages "$@" | sort -u)
[ -n "$missing" ] || { echo "every package is here"; exit 0; }
mapfile -t packages <<<"$missing"
echo "installing: ${packages[*]}"
command -v apt-get >/dev/null || giveUp "this is no Debian (apt-get is missing)" "${packages[@]}"
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || giveUp "not root, and sudo is missing" "${packages[@]}"
  exec sudo -- "$(readlink -f "$0")" "$@"
fi
installPackages "${packages[@]}"
