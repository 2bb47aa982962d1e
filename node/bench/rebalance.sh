# shellcheck shell=bash
# What `node/bench/run rebalance` measures: node/bench/run sources it.

ENTRIES=${ENTRIES:-100000}  # of 1 KiB
COPIES=${COPIES:-1 3}       # of each entry
RATE=${RATE:-1000}          # requests a second under load, half of them reads and half writes
# The images' flags about memory, with the heap that they have in their containers.
memory_flags="-XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20 -XX:TrimNativeHeapInterval=5000"
ROUTER_FLAGS="-Xmx250m $memory_flags $ROUTER_FLAGS" NODE_FLAGS="-Xmx198m $memory_flags $NODE_FLAGS"

start_five() {  # copies: a router with four members, and a node that is none yet
    local i members=()
    for i in 1 2 3 4 5; do
        start_node "$i" "$((17101 + i))"
        if ((i < 5)); then
            members+=("--ring.members[$((i - 1))].id=node$i" "--ring.members[$((i - 1))].url=http://$HOST:$((17101 + i))")
        fi
    done
    start_router "$1" --ring.placement=virtual-nodes "${members[@]}"
    for i in 1 2 3 4 5; do await_node "$i" "$((17101 + i))"; done
    await router "$pid" ask "http://$HOST:${PORT[one]}/kv?prefix="
}

peak() {  # the most memory that any process of a name had, in MiB
    local p
    for p in "${!started[@]}"; do
        if [[ ${started[$p]} == $1* ]]; then awk '/^VmHWM/ { print $2 / 1024 }' "/proc/$p/status"; fi
    done | sort -n | tail -n 1
}

measure_rebalance() {  # copies
    local pid kind moved bytes seconds rest
    data=$(mktemp -d -p "$tmp")
    start_five "$1"
    finish rebalance "$JAVA" "$here/Rebalance.java" "http://$HOST:${PORT[one]}" "http://$HOST:17106" \
        "$ENTRIES" "$RATE" "$DURATION"
    while read -r kind moved bytes seconds rest; do
        awk -v n="$1" -v load="$([[ $kind == LOAD ]] && echo "$RATE requests/s" || echo idle)" \
            -v moved="$moved" -v bytes="$bytes" -v s="$seconds" -v rest="${rest:-– – – – – –}" 'BEGIN {
                split(rest, p, " ")
                printf "| %d | %s | %d | %.1f | %.0f | %.1f | %s / %s / %s | %s / %s / %s |\n", n, load, moved, s,
                    moved / s, bytes / s / 1048576, p[1], p[3], p[5], p[2], p[4], p[6] }'
    done < <(grep -E '^(IDLE|LOAD) ' "$tmp/rebalance.log") | tee -a "$tmp/table" >&2
    printf '%s copies: at most %.0f MiB of memory in a node, %.0f in the router.\n' "$1" "$(peak node)" "$(peak router)" >>"$tmp/memory"
    stop "${!started[@]}"
    rm -rf "$data"
}

rebalance() {
    for copies in $COPIES; do measure_rebalance "$copies"; done
    echo "| Copies | Load | Entries moved | Seconds | Entries/s | MiB/s | p99 of reads before / during / after (ms) | of writes (ms) |"
    echo "|--:|---|--:|--:|--:|--:|--:|--:|"
    cat "$tmp/table"
    echo
    cat "$tmp/memory"
}
