# shellcheck shell=bash
# What router/bench/run and node/bench/run share: they source it. Whoever does sets tmp to
# a folder of its own before it starts anything.

HOST=127.0.0.1         # nothing leaves the loopback interface
declare -A started=()  # pid -> name, for everything that was started

fail() { echo "bench: $*" >&2; exit 1; }

stop() {  # pid...: all are told first, then waited for
    local pid
    kill "$@" 2>/dev/null || true
    wait "$@" 2>/dev/null || true
    for pid in "$@"; do unset "started[$pid]"; done
}

cleanup() {
    if ((${#started[@]})); then stop "${!started[@]}"; fi
    if [[ -n ${tmp:-} ]]; then rm -rf "$tmp"; fi
}
trap cleanup EXIT
trap 'exit 130' INT TERM

need() {  # tool...
    local tool
    for tool in "$@"; do
        command -v "$tool" >/dev/null || fail "$tool is missing; see README.md for what to install."
    done
}

need_free() {  # port...
    local port
    for port in "$@"; do
        if (exec 3<>"/dev/tcp/$HOST/$port") 2>/dev/null; then fail "port $port is in use; the ports are set at the top of bench/run."; fi
    done
}

java_version() { "$1" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p'; }

newest_java() {
    local java
    for java in "$(command -v java)" /usr/lib/jvm/*/bin/java; do
        if [[ -x $java ]]; then echo "$(java_version "$java") $java"; fi
    done | sort -V | tail -n 1 | cut -d' ' -f2-
}

need_java() {  # sets JAVA, if it is not set
    JAVA=${JAVA:-${JAVA_HOME:+$JAVA_HOME/bin/java}}
    JAVA=${JAVA:-$(newest_java)}
    command -v "${JAVA:-java}" >/dev/null || fail "no java found; set JAVA or JAVA_HOME."
}

start() {  # name command...: in the background; sets pid
    "${@:2}" >"$tmp/$1.log" 2>&1 &
    pid=$!
    started[$pid]=$1
}

finish() {  # name command...: to its end; what it printed is in $tmp/name.log
    local pid
    start "$@"
    wait "$pid" || { cat "$tmp/$1.log" >&2; fail "$1 failed."; }
    unset "started[$pid]"
}

await() {  # name pid command...: until the command succeeds
    local deadline=$((SECONDS + 60))
    until "${@:3}" >/dev/null 2>&1; do
        if ! kill -0 "$2" 2>/dev/null || ((SECONDS > deadline)); then
            tail -n 20 "$tmp/$1.log" >&2
            fail "$1 did not start; the end of its log is above."
        fi
        sleep 0.2
    done
}

ask() { curl -fsS --noproxy '*' --max-time 5 "$@"; }

median() {  # name column: of the lines of $tmp/results
    awk -v name="$1" -v c="$2" '$1 == name { print $c }' "$tmp/results" | sort -n |
        awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'
}
