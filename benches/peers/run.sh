#!/usr/bin/env bash
# The report on violence against women and girls beside DuckDB, Polars, pandas and PySAL: see README.md.
#
#   benches/peers/run.sh [--small] [--hundred] [--times N]
#
# CONCORDAT names the program (default: the release build).
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../../scripts/common.sh"

here=$root/benches/peers
rows=(1000000 10000000)
times=3
while (($#)); do
    case $1 in
    --small) rows=(100000) ;;
    --million) rows=(1000000) ;;
    --hundred) rows+=(100000000) ;;
    --times)
        times=$2
        shift
        ;;
    *) die "There is no option $1. See benches/peers/README.md." ;;
    esac
    shift
done
program=${CONCORDAT:-$CARGO_TARGET_DIR/release/concordat}
[[ -x $program ]] || die "There is no program at $program. Build it with: cargo build --release --workspace --bins"

peers=$cache/peers
stamp=$peers/venv/$(sha256sum <"$here/requirements.txt" | cut -c 1-16)
if [[ ! -e $stamp ]]; then
    say "Installing the peers into $peers/venv (once)."
    rm -rf "$peers/venv"
    mkdir -p "$peers"
    python3 -m venv "$peers/venv"
    "$peers/venv/bin/pip" install --quiet --disable-pip-version-check --no-input --only-binary :all: -r "$here/requirements.txt" >&2 ||
        die "The peers could not be installed from PyPI: the lines above say why."
    touch "$stamp"
fi
# Some machines force a slow kernel on numpy's linear algebra; none is used here, and a peer must not suffer from it.
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE
export PYTHONDONTWRITEBYTECODE=1
"$peers/venv/bin/python" "$here/bench.py" --concordat "$program" --work "$peers/records" --rows "${rows[@]}" --times "$times"
