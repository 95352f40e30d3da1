#!/usr/bin/env bash
# Measures `concordat meeting pack`: builds a meeting through the program's own pages (the invented county, papers, uploaded PDFs on
# open and restricted items, some 300 pages), then makes both editions and says time, peak memory and pages. Needs curl and GNU time.
#
#   scripts/pack.sh [PATH-TO-concordat]        default: the release build
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

program=${1:-$CARGO_TARGET_DIR/release/concordat}
[[ -x $program ]] || die "There is no program at $program. Build it with: cargo build --release --workspace --bins"
command -v curl >/dev/null || die "curl is missing. Install it with: apt-get install curl"
[[ -x /usr/bin/time ]] || die "/usr/bin/time is missing. Install it with: apt-get install time"

scratch=$(mktemp -d)
server=
cleanup() {
    if [[ -n $server ]]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
    rm -rf "$scratch"
}
trap cleanup EXIT

# The demonstration keeps its record in the folder for temporary files; here, so that the command can read it too.
TMPDIR=$scratch "$program" demo --listen 127.0.0.1:0 >"$scratch/out" 2>"$scratch/err" &
server=$!
until grep -q '^listening on ' "$scratch/out"; do
    kill -0 "$server" 2>/dev/null || die "The demonstration did not start: $(cat "$scratch/err")"
    sleep 0.05
done
address=$(sed -n 's/^listening on //p' "$scratch/out")
jar=$scratch/jar
get() { curl -sS -b "$jar" -c "$jar" "$address$1"; }
page=$(get /sign-in)
person=$(grep -oE 'value="[0-9a-f-]{36}"[^>]*>Sign in as [^<]*</button> \([^)]*Officer\)' <<<"$page" | grep -oE '[0-9a-f-]{36}' | head -n 1)
[[ -n $person ]] || die "The sign-in page offers no officer."
curl -sS -o /dev/null -b "$jar" -c "$jar" --data "person=$person" "$address/demo/sign-in"

# Sends a form from its own page, and prints where it led.
send() {
    local path=$1 token
    shift
    token=$(get "$path" | grep -oE 'name="csrf" value="[^"]+"' | head -n 1 | cut -d'"' -f4)
    curl -sS -b "$jar" -c "$jar" -o "$scratch/answer" -w '%{redirect_url}' -H "Origin: $address" "$@" -F "csrf=$token" "$address$path" >"$scratch/led"
    [[ -s $scratch/led ]] || die "$path refused the form: $(sed -n 's/<[^>]*>//gp' "$scratch/answer" | grep -v '^\s*$' | head -n 20)"
    sed "s#^$address##" "$scratch/led"
}
form() {
    local path=$1 token data=()
    shift
    token=$(get "$path" | grep -oE 'name="csrf" value="[^"]+"' | head -n 1 | cut -d'"' -f4)
    local pair
    for pair in "$@"; do data+=(--data-urlencode "$pair"); done
    curl -sS -b "$jar" -c "$jar" -o "$scratch/answer" -w '%{redirect_url}' -H "Origin: $address" "${data[@]}" --data-urlencode "csrf=$token" "$address$path" >"$scratch/led"
    [[ -s $scratch/led ]] || die "$path refused the form: $(sed -n 's/<[^>]*>//gp' "$scratch/answer" | grep -v '^\s*$' | head -n 20)"
    sed "s#^$address##" "$scratch/led"
}

group=$(get /meetings/new | grep -oE 'option value="[0-9a-f-]{36}"' | head -n 1 | cut -d'"' -f2)
meeting=$(form /meetings/new "group=$group" held_on-day=5 held_on-month=2 held_on-year=2099 begins=10:00 manner=hybrid)
plan=$(get /plans | grep -oE '/plans/[0-9a-f-]{36}' | head -n 1)
get "$plan/export.pdf" >"$scratch/upload.pdf"
for n in 1 2 3 4 5 6 7 8 9; do
    form "$meeting/items/new" part=B "title=Open matter $n" >/dev/null
    form "$meeting/items/new" part=D "title=Closed matter $n" "reason=It tells of people" >/dev/null
done
text=$(for n in $(seq 1 60); do printf 'Paragraph %s of an invented paper, which says what was done, by whom, and what is still to come before spring.\n\n' "$n"; done)
for item in $(get "$meeting/pack" | grep -oE '/items/[0-9a-f-]{36}/files' | uniq); do
    form "${item%/files}/paper/write" version=0 classification=information by=Officer to=Board subject=Matter summary=Short \
        dated-day=1 dated-month=2 dated-year=2099 "text=$text" >/dev/null
    send "$item" -F title=Plan -F "file=@$scratch/upload.pdf;filename=plan.pdf" >/dev/null
done
form "$meeting/agree" x=1 >/dev/null
form "$meeting/publish" x=1 >/dev/null

folder=$(find "$scratch" -maxdepth 1 -name 'concordat-demo-*' | head -n 1)
for edition in public restricted; do
    /usr/bin/time -v "$program" --data "$folder" meeting pack "${meeting##*/}" --edition "$edition" --out "$scratch/$edition.pdf" \
        >"$scratch/said" 2>"$scratch/time" || die "$(cat "$scratch/said" "$scratch/time")"
    seconds=$(sed -n 's/.*Elapsed (wall clock) time.*: //p' "$scratch/time")
    peak=$(sed -n 's/.*Maximum resident set size (kbytes): //p' "$scratch/time")
    say "$edition edition: $seconds (minutes:seconds), $((peak / 1024)) MB at its peak, $(($(stat -c %s "$scratch/$edition.pdf") / 1024)) kB; $(tr '\n' ' ' <"$scratch/said")"
done
if [[ -n ${KEEP:-} ]]; then cp "$scratch/public.pdf" "$scratch/restricted.pdf" "$KEEP/"; fi
