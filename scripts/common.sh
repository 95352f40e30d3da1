# shellcheck shell=bash
# Sourced by ./run and ./test: where things live, how we speak, and what a machine must have.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${CONCORDAT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/concordat}
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$cache/target}
# rustup puts cargo here and edits only the login shell's profile, which cron and CI never read.
# Last on the path, so that a cargo chosen by the user still wins.
PATH=$PATH:${CARGO_HOME:-$HOME/.cargo}/bin

say() { printf '%s\n' "$*" >&2; }
die() {
    say ""
    say "$*"
    exit 1
}

# at_least 20.11 20.2.0: is the second version no older than the first?
at_least() { [[ $(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1) == "$1" ]]; }

need_cargo() {
    local wanted found
    wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$root/Cargo.toml")
    command -v cargo >/dev/null ||
        die "Rust is missing. Install it from https://rustup.rs (version $wanted or later), open a new terminal and try again."
    found=$(cd "$root" && cargo --version | cut -d ' ' -f 2)
    at_least "$wanted" "${found%%-*}" ||
        die "Rust $found is too old: Concordat needs $wanted or later. Run \`rustup update stable\` and try again."
}

need_compiler() {
    command -v cc >/dev/null || command -v gcc >/dev/null || command -v clang >/dev/null ||
        die "A C compiler is missing; the embedded database is built with it. On Debian or Ubuntu: \`apt-get install build-essential\`."
}

# sass asks for this.
node_wanted=20.19
need_node() {
    local found
    command -v node >/dev/null ||
        die "Node.js is missing. Install version $node_wanted or later from https://nodejs.org (on Debian 13 or later: \`apt-get install nodejs npm\`) and try again."
    found=$(node --version)
    at_least "$node_wanted" "${found#v}" ||
        die "Node.js $found is too old: Concordat needs $node_wanted or later. Install a newer one from https://nodejs.org and try again."
    command -v npm >/dev/null ||
        die "npm is missing; it usually comes with Node.js. On Debian or Ubuntu: \`apt-get install npm\`, or install Node.js from https://nodejs.org."
}

# True when nothing listens on this port of 127.0.0.1.
port_is_free() { ! (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
