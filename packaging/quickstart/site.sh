# Sourced by quickstart.sh: the state directory it works in, and the files in it that tie one
# host to one simulated instance.

hasOwner() { # STATE_DIRECTORY: a host has it, however that was started
  [ -e "$1/owner.lock" ] && ! flock --nonblock "$1/owner.lock" true
}

makePrivateDirectory() {
  mkdir -p -- "$(dirname -- "$1")"
  mkdir -m 700 -- "$1" 2>/dev/null || [ -d "$1" ]
}

# Takes the directory for this process, or says in $state_owner who has it. The kernel gives the
# lock back when the process ends.
claimState() { # STATE_DIRECTORY
  makePrivateDirectory "$1" || fail "the state directory $1 cannot be made"
  exec {state_lock}<>"$1/quickstart.lock" || fail "the state directory $1 cannot be written to"
  if ! flock --nonblock "$state_lock"; then
    state_owner=$(cat "$1/quickstart.lock")
  elif hasOwner "$1"; then
    state_owner=$(cat "$1/owner.lock")
  else
    echo $$ >"$1/quickstart.lock"
    return 0
  fi
  exec {state_lock}>&-
  return 1
}

claimFirstFreeState() { # STATE_DIRECTORY: or its like with -2, -3, ... behind the name
  local number
  state_dir=$1
  for number in 2 3 4 5 6 7 8 9; do
    claimState "$state_dir" && return 0
    say "$state_dir belongs to process $state_owner; trying $1-$number"
    state_dir=$1-$number
  done
  claimState "$state_dir"
}

makeKeyPair() {
  if [ -s "$site/servicenow_key.pem" ] && [ -s "$site/servicenow_key_public.pem" ]; then return; fi
  openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$site/servicenow_key.pem"
  openssl pkey -in "$site/servicenow_key.pem" -pubout -out "$site/servicenow_key_public.pem"
}

writeSimulatorClients() {
  cat >"$site/oauth_clients.json" <<EOF
{"oauth_clients": [{"client_id": "toolhost",
                    "jwt": {"kid": "quickstart", "public_key_pem_file": "servicenow_key_public.pem"}}]}
EOF
}

# A backslash ends or continues a line of a properties file.
property() { printf '%s = %s\n' "$1" "${2//\\/\\\\}"; } # KEY VALUE

writeConfiguration() { # SIMULATOR_URL USER
  {
    echo "# Written by packaging/quickstart.sh at every start."
    property listen.host 127.0.0.1
    property listen.port 0
    property state.directory "$state_dir"
    property servicenow.simulator.url "$1"
    property servicenow.simulator.client_id toolhost
    property servicenow.simulator.key_file "$site/servicenow_key.pem"
    property servicenow.simulator.key_id quickstart
    property "stdio.user.$(id -un)" "$2"
  } >"$site/toolhost.properties"
}
