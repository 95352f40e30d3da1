#!/usr/bin/env bash
# Measures pages beside a static file of the same server, in one run, on the invented county. Needs wrk and curl.
#
#   scripts/bench.sh [--grown] [PATH-TO-concordat]        default: the release build
#
# With --grown the county has ten years of twelve more partnerships (5,000 actions), and the pages of the plan's year are measured too.
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

grown=()
if [[ ${1:-} == --grown ]]; then
    grown=(--grown)
    shift
fi
program=${1:-$CARGO_TARGET_DIR/release/concordat}
[[ -x $program ]] || die "There is no program at $program. Build it with: cargo build --release --workspace --bins"
for tool in wrk curl; do command -v "$tool" >/dev/null || die "$tool is missing. Install it with: apt-get install $tool"; done

scratch=$(mktemp -d)
server=
cleanup() {
    if [[ -n $server ]]; then kill "$server" 2>/dev/null || true; fi
    rm -rf "$scratch"
}
trap cleanup EXIT

from=$(date +%s%N)
"$program" demo "${grown[@]}" --listen 127.0.0.1:0 >"$scratch/out" 2>"$scratch/err" &
server=$!
until grep -q '^listening on ' "$scratch/out"; do
    kill -0 "$server" 2>/dev/null || die "The demonstration did not start: $(cat "$scratch/err")"
    sleep 0.02
done
address=$(sed -n 's/^listening on //p' "$scratch/out")
jar=$scratch/jar
page=$(curl -sS -c "$jar" "$address/sign-in")
say "from start to first page: $((($(date +%s%N) - from) / 1000000)) ms (the invented county is made in that time)"
say "idle memory: $(awk '/^VmRSS/ { print int($2 / 1024) " MB" }' "/proc/$server/status")"

person=$(grep -oE 'value="[0-9a-f-]{36}"[^>]*>Sign in as [^<]*</button> \([^)]*Officer\)' <<<"$page" | grep -oE '[0-9a-f-]{36}' | head -n 1)
[[ -n $person ]] || die "The sign-in page offers no officer."
curl -sS -o /dev/null -b "$jar" -c "$jar" --data "person=$person" "$address/demo/sign-in"
# Of a grown county the plan of a partnership that is in the middle of its year: the last in the list of plans.
plan=$(curl -sS -b "$jar" "$address/plans" | grep -oE '/plans/[0-9a-f-]{36}' | if ((${#grown[@]})); then tail -n 1; else head -n 1; fi)
action=$(curl -sS -b "$jar" "$address$plan/actions" | grep -oE '/actions/[0-9a-f-]{36}' | head -n 1)
static=$(grep -oE '/static/[0-9a-f]+/favicon.svg' <<<"$page" | head -n 1)
cookie="Cookie: $(awk '$6 == "concordat" { print $6 "=" $7 }' "$jar")"

cat >"$scratch/report.lua" <<'LUA'
done = function(summary, latency)
    local bad = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
    print(string.format("RESULT %.0f %.2f %.2f %d", summary.requests / summary.duration * 1e6,
        latency:percentile(50) / 1000, latency:percentile(95) / 1000, bad))
end
LUA
measure() {
    curl -sS -o "$scratch/body" -w '%{http_code}' -b "$jar" "$address$2" | grep -qx 200 || die "$2 did not answer 200"
    wrk -t 2 -c 50 -d 10 -s "$scratch/report.lua" -H "$cookie" "$address$2" | sed -n 's/^RESULT //p' >"$scratch/result"
    read -r rate p50 p95 bad <"$scratch/result"
    printf '%-22s %8s requests/s   p50 %7s ms   p95 %7s ms   %s bytes   %s failed   1/%s of static\n' "$1" "$rate" "$p50" "$p95" \
        "$(stat -c %s "$scratch/body")" "$bad" "$(awk -v s="${base:-$rate}" -v r="$rate" 'BEGIN { printf "%.1f", s / r }')"
}
base=
measure "static file" "$static"
base=$rate
measure "action page" "$action"
measure "plan on a page" "$plan"
measure "table of all actions" "$plan/actions"
if ((${#grown[@]})); then
    round=$(curl -sS -b "$jar" "$address$plan/rounds" | grep -oE '/rounds/[0-9a-f-]{36}' | head -n 1)
    measure "list of plans" "/plans"
    measure "chase list" "$round/chase"
    measure "two versions compared" "$plan/compare"
    measure "exceptions" "$plan/exceptions"
    measure "home page" "/"
fi
say "memory after: $(awk '/^VmRSS/ { print int($2 / 1024) " MB" }' "/proc/$server/status"), peak $(awk '/^VmHWM/ { print int($2 / 1024) " MB" }' "/proc/$server/status")"
