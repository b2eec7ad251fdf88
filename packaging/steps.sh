# Sourced by the scripts that work in steps: says what is being done and how long it took, keeps
# each long command's output in a log, and can stop that command at any moment.
#
# The reader sees descriptor 3; whoever sources this file opens it first.

say() { printf '%s\n' "$@" >&3; } # LINE...

nowMs() { echo $((${EPOCHREALTIME/[.,]/} / 1000)); }

seconds() { # MILLISECONDS -> "12.3 s" or "4 min 05 s"
  local ms=$1
  if [ "$ms" -lt 100000 ]; then
    printf '%d.%d s' $((ms / 1000)) $((ms % 1000 / 100))
  else
    printf '%d min %02d s' $((ms / 60000)) $((ms % 60000 / 1000))
  fi
}

step_number=0 step_began=""

beginStep() { # TITLE
  step_number=$((step_number + 1))
  step_began=$(nowMs)
  printf '[%d] %s ... ' "$step_number" "$1" >&3
}

endStep() { # [REMARK]
  [ ! -t 3 ] || printf '\033[K' >&3
  say "${1:-done} ($(seconds $(($(nowMs) - step_began))))"
  step_began=""
}

failStep() { [ -z "$step_began" ] || endStep FAILED; }

# On a terminal, how far a build that writes to the log is: its last "[done/all]", once a second.
showProgress() { # LOG
  local count
  [ -t 3 ] || return 0
  while sleep 1; do
    count=$(tail -c 8192 -- "$1" | grep -o '^\[[0-9]*/[0-9]*\]' | tail -n 1) || continue
    printf '%s\033[%dD' "$count" "${#count}" >&3
  done
}

running_group="" progress_pid=""

# Runs a command in a process group of its own with its output in a log, so that a signal to this
# script is acted on at once and reaches all that the command started.
logged() { # LOG COMMAND...
  local log=$1 status=0
  shift
  set -m
  "$@" >"$log" 2>&1 </dev/null 3>&- &
  running_group=$!
  set +m
  showProgress "$log" &
  progress_pid=$!
  wait "$running_group" || status=$?
  running_group=""
  stopLogged
  return "$status"
}

# For a command that may ask for a password, or must not be interrupted.
loggedInForeground() { # LOG COMMAND...
  local log=$1
  shift
  "$@" >"$log" 2>&1 3>&-
}

stopLogged() {
  [ -z "$running_group" ] || kill -TERM -- "-$running_group" 2>/dev/null || true
  [ -z "$progress_pid" ] || kill -TERM "$progress_pid" 2>/dev/null || true
  running_group="" progress_pid=""
}

showLog() { # LOG
  say "    the end of $1:"
  tail -n 30 -- "$1" | sed 's/^/    | /' >&3
}
