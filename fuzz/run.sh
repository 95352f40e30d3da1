#!/bin/sh
# Builds one target with coverage and runs it: [COMPARES=yes] ./run.sh TARGET [libFuzzer options]
# The same flags as `cargo fuzz run -s none`, for machines without cargo-fuzz. No sanitiser: the
# importer holds no unsafe code, so what is hunted is panics, hangs and memory.
set -eu
cd "$(dirname "$0")"
target=$1
shift
export RUSTC_BOOTSTRAP=1
export RUSTFLAGS="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
 --cfg fuzzing -Ccodegen-units=1"
# Watching comparisons finds new paths sooner and runs at half the speed: for short hunts.
if [ "${COMPARES:-no}" = yes ]; then
    RUSTFLAGS="$RUSTFLAGS -Cllvm-args=-sanitizer-coverage-trace-compares"
fi
triple=$(rustc -vV | sed -n 's/^host: //p')
cargo build --release --target "$triple" --workspace --bin "$target"
folder=${CARGO_TARGET_DIR:-target}/$triple/release
mkdir -p "work/$target" "artifacts/$target"
exec nice -n 19 "$folder/$target" "work/$target" "corpus/$target" -artifact_prefix="artifacts/$target/" \
    -rss_limit_mb=500 -timeout=10 -max_len=4096 "$@"
