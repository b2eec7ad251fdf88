# Sourced by quickstart.sh: starts programs that say in one JSON line on stdout when they answer,
# and ends them by process id. They end too when this shell does, however it does.

server_names=()
declare -A server_pids=()

isRunning() { kill -0 "$1" 2>/dev/null; } # PID

# Starts PROGRAM, waits until it answers and leaves its ready line in $ready_line.
startServer() { # NAME LOG PROGRAM ARGUMENT...
  local name=$1 log=$2 ready_file=${2%.log}.ready
  shift 2
  rm -f "$ready_file"
  setsid setpriv --pdeathsig TERM -- "$@" >"$ready_file" 2>"$log" </dev/null 3>&- {state_lock}>&- &
  server_names+=("$name")
  server_pids[$name]=$!
  awaitReady "$name" "$log" "$ready_file"
}

awaitReady() { # NAME LOG READY_FILE
  local deadline=$((SECONDS + 120))
  until ready_line=$(grep -m 1 '"event":"ready"' "$3"); do
    isRunning "${server_pids[$1]}" || fail "the $1 stopped before it answered" "$2"
    [ "$SECONDS" -lt "$deadline" ] || fail "the $1 did not answer within 120 s" "$2"
    sleep 0.05
  done
}

stopServer() { # NAME
  local pid=${server_pids[$1]} deadline=$((SECONDS + 15))
  kill -TERM "$pid" 2>/dev/null || return 0
  while isRunning "$pid" && [ "$SECONDS" -lt "$deadline" ]; do sleep 0.05; done
  if isRunning "$pid"; then
    say "the $1 (process $pid) did not stop within 15 s of SIGTERM; killing it"
    kill -KILL "$pid" 2>/dev/null || true
  fi
}

# The newest first: the host drains while what it calls still answers.
stopServers() {
  local at
  for ((at = ${#server_names[@]} - 1; at >= 0; --at)); do stopServer "${server_names[at]}"; done
  server_names=()
}

# Comes back when one of them has stopped by itself; its name is in $stopped_server.
awaitStoppedServer() {
  wait -n "${server_pids[@]}" 2>/dev/null || true
  for stopped_server in "${server_names[@]}"; do
    isRunning "${server_pids[$stopped_server]}" || return 0
  done
}
