#!/usr/bin/env bash
set -euo pipefail
shopt -s inherit_errexit

usage() {
  cat <<'EOF'
usage: packaging/quickstart.sh [--serve [--json]] [--state DIR]

Installs what a Debian 12 machine is missing, builds toolhost, starts a simulated ServiceNow
instance and the host on loopback, and shows a tool call end to end. Then stops both.

  --serve      keep running until Ctrl-C or SIGTERM, and say how to connect clients
  --json       with --serve: one line of JSON on stdout once everything answers; all else on stderr
  --state DIR  where the host keeps its state (default build/state, or build/state-2 and so on
               while another process has that)
EOF
}

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
bin=$root/build/release/bin
user=beth.anglin
token_seconds=43200
serve=no json=no state_dir=""
client_id=""

. "$here/steps.sh"
for part in servers site mcp demonstration connect; do . "$here/quickstart/$part.sh"; done

refuseArguments() {
  echo "quickstart.sh: $1" >&2
  usage >&2
  exit 2
}

parseArguments() {
  while [ $# -gt 0 ]; do
    case $1 in
      --serve) serve=yes ;;
      --json) json=yes ;;
      --state)
        [ -n "${2:-}" ] || refuseArguments "--state needs a directory"
        state_dir=$(readlink -m -- "$2")
        shift
        ;;
      -h | --help)
        usage
        exit 0
        ;;
      *) refuseArguments "there is no option '$1'" ;;
    esac
    shift
  done
  [ "$json" = no ] || [ "$serve" = yes ] || refuseArguments "--json goes with --serve"
}

fail() { # WHAT_WENT_WRONG [LOG]
  failStep
  {
    echo "quickstart.sh: $1"
    [ $# -lt 2 ] || { echo "The log is $2; its end:" && tail -n 20 -- "$2" | sed 's/^/  | /'; }
  } >&2
  exit 1
}

toolhost() { "$bin/toolhost" "$@" --config "$site/toolhost.properties"; }

takeState() {
  if [ -z "$state_dir" ]; then
    claimFirstFreeState "$root/build/state" || fail "build/state and eight more beside it are in use"
  elif ! claimState "$state_dir"; then
    fail "$state_dir belongs to process $state_owner; stop that, or name another directory with --state"
  fi
  site=$state_dir/quickstart
  mkdir -p "$site"
}

installPackages() {
  local lists=("$here/build.packages" "$here/quickstart/quickstart.packages") log=$site/packages.log
  local outcome
  beginStep "Install missing packages"
  loggedInForeground "$log" "$here/install_packages.sh" "${lists[@]}" ||
    fail "packages could not be installed" "$log"
  outcome=$(head -n 1 "$log")
  endStep "${outcome/installing:/installed}"
}

buildRelease() {
  local log=$site/build.log targets=(toolhost toolhost-worker toolhost-sim shipped_plugins)
  beginStep "Build"
  logged "$log" "$here/build_tree.sh" release -DTOOLHOST_BUILD_TESTS=OFF -- "${targets[@]}" ||
    fail "toolhost could not be built" "$log"
  endStep
}

startSimulator() {
  beginStep "Start a simulated ServiceNow instance"
  makeKeyPair 2>"$site/openssl.log" || fail "no RSA key pair could be made" "$site/openssl.log"
  writeSimulatorClients
  startServer simulator "$site/simulator.log" \
    "$bin/toolhost-sim" servicenow --admin --config "$site/oauth_clients.json"
  simulator_url=$(jq -r .url <<<"$ready_line")
  endStep "$simulator_url"
}

startHost() {
  beginStep "Start toolhost"
  writeConfiguration "$simulator_url" "$user"
  startServer host "$site/host.log" "$bin/toolhost" serve --config "$site/toolhost.properties"
  mcp_url=$(jq -r .mcp_url <<<"$ready_line")
  endStep "$mcp_url"
}

issueCredentials() {
  local client log=$site/credentials.log
  beginStep "Issue a token that acts as $user, and register a client"
  token=$(toolhost token issue --user "$user" --lifetime "$token_seconds" 2>"$log") ||
    fail "no token was issued" "$log"
  client=$(toolhost client add --name quickstart --acts-as "$user" --json 2>"$log") ||
    fail "no client was registered" "$log"
  client_id=$(jq -r .client_id <<<"$client")
  client_secret=$(jq -r .client_secret <<<"$client")
  endStep
}

# For a program that reads the JSON line: nothing is written to the instance on its behalf.
checkAnswers() {
  beginStep "Read one record through everything"
  callTool query '{"table": "incident", "limit": 1}' >/dev/null
  endStep
}

demonstrate() {
  local began last_record
  began=$(nowMs)
  last_record=$(lastAuditRecord)
  showTools
  showQuery
  showWrite
  showAudit "$last_record"
  say "" "Shown in $(seconds $(($(nowMs) - began)))."
}

serveUntilStopped() {
  trap 'exit 0' TERM INT HUP
  if [ "$json" = yes ]; then connectionsAsJson; else showConnections; fi
  say "" "Serving; Ctrl-C or SIGTERM to process $$ stops everything."
  awaitStoppedServer
  fail "the $stopped_server stopped by itself" "$site/$stopped_server.log"
}

stopAll() {
  trap '' TERM INT HUP
  stopLogged
  if [ -n "$client_id" ] && isRunning "${server_pids[host]}"; then
    toolhost client revoke "$client_id" >>"$site/credentials.log" 2>&1 ||
      say "the client $client_id could not be revoked; see $site/credentials.log"
  fi
  [ ${#server_names[@]} -eq 0 ] || { stopServers && say "Stopped everything that was started."; }
}

parseArguments "$@"
if [ "$json" = yes ]; then exec 3>&2; else exec 3>&1; fi
for variable in $(compgen -e TOOLHOST_ || true); do unset "$variable"; done
trap stopAll EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

takeState
installPackages
buildRelease
startSimulator
startHost
issueCredentials
if [ "$json" = yes ]; then checkAnswers; else demonstrate; fi
[ "$serve" = no ] || serveUntilStopped
