#!/usr/bin/env bash
# Tries what goes wrong while records are brought in: kills at random, full disks, files that are cut short, wrong mappings, mixed encodings.
# After each the record must be whole (`concordat check`), what is said plain, and the next try must complete.
#
#   scripts/faults.sh [--kills N] [PATH-TO-concordat]        default: 200 kills, the release build
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

kills=200
if [[ ${1:-} == --kills ]]; then
    kills=$2
    shift 2
fi
program=${1:-$CARGO_TARGET_DIR/release/concordat}
[[ -x $program ]] || die "There is no program at $program. Build it with: cargo build --release --workspace --bins"

scratch=$(mktemp -d)
full=
cleanup() {
    if [[ -n $full ]]; then umount "$full" 2>/dev/null || true; fi
    rm -rf "$scratch"
}
trap cleanup EXIT
export CONCORDAT_EVIDENCE_KEY=$scratch/key
passed=0
failed=0
ok() {
    passed=$((passed + 1))
    say "ok      $1"
}
bad() {
    failed=$((failed + 1))
    say "FAILED  $1"
    sed 's/^/        /' "$scratch/said" >&2
}

# concordat DATA WORDS…: what it says goes to $scratch/said.
concordat() {
    local data=$1
    shift
    "$program" --data "$data" "$@" >"$scratch/said" 2>&1
}
# The ledger's number of files, and the number of its parts that lie in the folder.
entries() { "$program" --data "$1" --json evidence ledger | node -e 'console.log(JSON.parse(require("fs").readFileSync(0, "utf8")).length)'; }
parts() { find "$1/evidence/crime" -type f 2>/dev/null | wc -l; }
whole() { concordat "$1" check; }

# refused NAME DATA ENTRIES WORDS -- COMMAND…: it ends with 1, says these words and no more than a few lines, and nothing of it stays.
refused() {
    local name=$1 data=$2 expected=$3 words=$4 code=0
    shift 5
    concordat "$data" "$@" || code=$?
    cp "$scratch/said" "$scratch/message"
    if ((code != 1)); then
        bad "$name: ended with $code instead of 1"
    elif ! grep -qi -- "$words" "$scratch/message"; then
        bad "$name: does not say '$words'"
    elif grep -qiE 'panicked|stack backtrace' "$scratch/message"; then
        bad "$name: says more than it should"
    elif [[ $(entries "$data") != "$expected" ]] || (($(parts "$data") != expected)); then
        bad "$name: something of it stayed ($(entries "$data") entries, $(parts "$data") parts)"
    elif ! whole "$data"; then
        bad "$name: the record is not whole afterwards"
    else
        ok "$name: '$(head -n 1 "$scratch/message" | cut -c 1-150)'"
    fi
}

concordat "$scratch/none" evidence generate --rows 60000 --seed 2 --out "$scratch/two"
concordat "$scratch/none" evidence generate --preset thames-valley --rows 2000 --seed 1 --out "$scratch/one"
mapping=$scratch/two/mapping.toml
# Another source, so that the second file does not take the first one's place.
sed 's/Invented Police/Other Invented Police/' "$mapping" >"$scratch/one/mapping.toml"
base=$scratch/base
concordat "$base" evidence ingest --source "$scratch/one/mapping.toml" "$scratch/one/thames-valley.csv"
extract=$scratch/two/kent.csv
fresh() {
    rm -rf "$scratch/record"
    cp -a "$base" "$scratch/record"
}
fresh
record=$scratch/record

# How long it takes when nothing happens, in milliseconds.
begun=$(date +%s%N)
concordat "$record" evidence ingest --source "$mapping" "$extract"
takes=$((($(date +%s%N) - begun) / 1000000))
fresh

before=0
after=0
RANDOM=7
for ((n = 1; n <= kills; n++)); do
    "$program" --data "$record" evidence ingest --source "$mapping" "$extract" >/dev/null 2>&1 &
    running=$!
    # Ten parts of a hundred beyond the end, so that the last moments are met too.
    wait_ms=$((RANDOM * 32768 + RANDOM))
    wait_ms=$((wait_ms % (takes * 110 / 100)))
    sleep "$((wait_ms / 1000)).$(printf '%03d' $((wait_ms % 1000)))"
    kill -KILL "$running" 2>/dev/null || true
    wait "$running" 2>/dev/null || true
    if ! whole "$record"; then
        bad "kill $n after $wait_ms ms: the record is not whole"
        break
    fi
    case $(entries "$record") in
    1) before=$((before + 1)) ;;
    2)
        after=$((after + 1))
        fresh
        ;;
    *)
        bad "kill $n after $wait_ms ms: the ledger has $(entries "$record") entries"
        break
        ;;
    esac
done
say "        $kills kills within $takes ms: $before before the file was in, $after after"
if concordat "$record" evidence ingest --source "$mapping" "$extract" && [[ $(entries "$record") == 2 ]] && (($(parts "$record") == 2)) && whole "$record"; then
    ok "killed $kills times at random: whole each time, and the next try completes with no part left over"
else
    bad "after the kills the file cannot be brought in"
fi

fresh
gzip -c "$extract" >"$scratch/extract.csv.gz"
head -c 200000 "$scratch/extract.csv.gz" >"$scratch/cut.csv.gz"
refused "a truncated .gz" "$record" 1 "ends early" -- evidence ingest --source "$mapping" "$scratch/cut.csv.gz"
head -c 100000 /dev/urandom >"$scratch/noise.csv"
refused "no table at all" "$record" 1 "noise.csv" -- evidence ingest --source "$mapping" "$scratch/noise.csv"
: >"$scratch/empty.csv"
refused "an empty file" "$record" 1 "empty" -- evidence ingest --source "$mapping" "$scratch/empty.csv"
refused "a wrong mapping" "$record" 1 "has no column" -- evidence ingest "$extract"
refused "a mapping that is not there" "$record" 1 "no such file" -- evidence ingest --source "$scratch/none.toml" "$extract"
printf 'name = "x"\n' >"$scratch/short.toml"
refused "a mapping that says too little" "$record" 1 "short.toml" -- evidence ingest --source "$scratch/short.toml" "$extract"
refused "a file that is not there" "$record" 1 "no such file" -- evidence ingest --source "$mapping" "$scratch/none.csv"

# A disk without room, as far as a process can be told: no file may grow beyond 500 blocks of 1 KiB. The ingest alone is held so.
cat >"$scratch/limited" <<END
#!/usr/bin/env bash
trap '' XFSZ
ulimit -f 500
exec "$program" "\$@"
END
chmod +x "$scratch/limited"
code=0
"$scratch/limited" --data "$record" evidence ingest --source "$mapping" "$extract" >"$scratch/said" 2>&1 || code=$?
cp "$scratch/said" "$scratch/message"
if ((code != 1)) || ! grep -qi 'no room left on the disk' "$scratch/message"; then
    bad "files that may not grow: ended with $code"
elif [[ $(entries "$record") != 1 ]] || ! whole "$record"; then
    bad "files that may not grow: something of it stayed"
else
    ok "files that may not grow: '$(head -n 1 "$scratch/message" | cut -c 1-150)'"
fi
full=$scratch/full
mkdir "$full"
# Room for what is there, which may have a journal beside it, and for a part of what comes.
if mount -t tmpfs -o size=$(($(du -sk "$base" | cut -f 1) + 1300))k tmpfs "$full" 2>/dev/null; then
    cp -a "$base" "$full/record"
    refused "a full disk" "$full/record" 1 "no room left on the disk" -- evidence ingest --source "$mapping" "$extract"
    mount -o remount,size=200m "$full"
    if concordat "$full/record" evidence ingest --source "$mapping" "$extract" && whole "$full/record"; then
        ok "with room again the same file is brought in"
    else
        bad "with room again the same file cannot be brought in"
    fi
else
    full=
    say "skipped: a small disk cannot be mounted here; the limit on files stands for it"
fi

# Rows of another system glued on: Windows-1252 after UTF-8.
fresh
{
    head -n 2000 "$extract"
    sed -n '2001,2100p' "$extract" | sed 's/Aldermoor/\xc2ldermoor/'
} >"$scratch/mixed.csv"
printf '%s\n' "$(sed -n '2101p' "$extract" | sed 's/,F,/,É,/')" >>"$scratch/mixed.csv"
if concordat "$record" evidence ingest --source "$mapping" "$scratch/mixed.csv" && cp "$scratch/said" "$scratch/message" &&
    grep -qi 'Windows-1252' "$scratch/message" && whole "$record"; then
    ok "mixed encodings: '$(grep -i 'Windows-1252' "$scratch/message" | head -n 1 | sed 's/^ *//' | cut -c 1-150)'"
else
    bad "mixed encodings"
fi

printf '%s passed, %s failed\n' "$passed" "$failed"
((failed == 0))
