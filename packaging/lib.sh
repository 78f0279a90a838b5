#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Shared by the scripts of packaging/: where things are, and how a step is shown and fails. Sourced, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck disable=SC2034  # for the scripts that source this
deps=$root/.deps
logs=$root/build/logs

# ccache and maven keep their caches there; a bare CI machine may not have it set.
export HOME=${HOME:-$(getent passwd "$EUID" | cut -d: -f6)}

step_number=0
step_total=0
step_group=   # process group of the step that is running, for the traps

say() { printf '%s\n' "$*"; }

refuse() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# In a step: note the command in the log, so that a failure can name it, then run it.
run() {
    printf '+'
    printf ' %q' "$@"
    printf '\n'
    "$@"
}

# How far the running step is, from its log: ninja's count, maven's download, else whatever it said last.
# step_progress LOG WIDTH
step_progress() {
    local line
    (($2 > 0)) || return 0
    line=$(tail -c 4000 "$1" 2>/dev/null | tr '\r' '\n' | grep -av '^[[:space:]]*$' | tail -n 1 | tr -cd '[:print:]' || true)
    printf '%s' "${line:0:$2}"
}

step_head() { printf '[%d/%d] %s …' "$step_number" "$step_total" "$1"; }

# step LABEL LOGNAME FUNCTION ARGS…: runs FUNCTION with its output in build/logs/LOGNAME.log and shows label, progress
# and time. A failure shows the command, the end of the log and its path, and ends the script.
# Call it as a plain statement: within `if` or `||` bash would switch off `set -e` for the step.
step() {
    local label=$1 log=$logs/$2.log
    shift 2
    step_number=$((step_number + 1))
    mkdir -p "$logs"
    : >"$log"
    local started=$SECONDS shown=$SECONDS naps=0 room
    step_head "$label"
    # A group of its own, so that Ctrl-C can be passed on to all of the step and to nothing else.
    set -m
    (set -euo pipefail; "$@") </dev/null >>"$log" 2>&1 &
    step_group=$!
    set +m
    while kill -0 "$step_group" 2>/dev/null; do
        if ((naps < 20)); then sleep 0.05; else sleep 0.3; fi
        naps=$((naps + 1))
        if [[ -t 1 ]]; then
            ((SECONDS > shown)) || continue
            shown=$SECONDS
            printf '\r\033[K'
            step_head "$label"
            # one line only: what wraps cannot be taken back
            room=$(($(tput cols 2>/dev/null || printf 80) - ${#label} - 22))
            printf ' %d s  \033[2m%s\033[0m' $((SECONDS - started)) "$(step_progress "$log" "$room")"
        elif ((SECONDS >= shown + 30)); then
            shown=$SECONDS
            printf '\n      %d s: %s' $((SECONDS - started)) "$(step_progress "$log" 90)"
        fi
    done
    local code=0
    wait "$step_group" || code=$?
    step_group=
    if [[ -t 1 ]]; then
        printf '\r\033[K'
        step_head "$label"
    elif ((shown > started)); then
        printf '\n     '
    fi
    if ((code == 0)); then
        printf ' %d s\n' $((SECONDS - started))
        return 0
    fi
    printf ' failed after %d s\n' $((SECONDS - started))
    {
        printf '\nThis command failed with exit code %d:\n  %s\n' "$code" "$(grep -a '^+ ' "$log" | tail -n 1 | cut -c 3-)"
        printf 'The last lines it wrote:\n'
        tail -n 20 "$log" | sed 's/^/  | /'
        printf 'The whole log: %s\n' "$log"
    } >&2
    exit "$code"
}

# A step with nothing to do still shows that it was looked at.
step_skip() {
    step_number=$((step_number + 1))
    step_head "$1"
    printf ' %s\n' "${2:-in place}"
}

stop_step() {
    [[ -n $step_group ]] || return 0
    kill -TERM -- "-$step_group" 2>/dev/null || true
    step_group=
}

interrupted() {
    stop_step
    printf '\nStopped.\n' >&2
    exit "$1"
}
trap 'interrupted 129' HUP
trap 'interrupted 130' INT
trap 'interrupted 143' TERM

# --- processes that outlive the script that started them ---

# When a process began, in ticks since boot: tells ours from a later one that got the same id.
start_time() {
    local stat
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    # the name in parentheses may hold blanks; field 22 of the whole is the 20th after it
    stat=${stat##*) }
    # shellcheck disable=SC2086
    set -- $stat
    [[ $1 != Z ]] && printf '%s' "${20}"
}

remember_pid() { printf '%s %s\n' "$2" "$(start_time "$2")" >"$1"; }

# remembered_pid FILE: the process noted there, where it still runs
remembered_pid() {
    local pid began
    read -r pid began 2>/dev/null <"$1" || return 1
    [[ -n $began && $(start_time "$pid") == "$began" ]] || return 1
    printf '%s' "$pid"
}

# stop_remembered FILE: ends that process, waiting up to ten seconds before it insists
stop_remembered() {
    local pid naps=0
    while pid=$(remembered_pid "$1"); do
        if ((naps == 0)); then kill -TERM "$pid" 2>/dev/null || true; fi
        if ((naps == 100)); then kill -KILL "$pid" 2>/dev/null || true; fi
        naps=$((naps + 1))
        sleep 0.1
    done
    rm -f "$1"
}
