# shellcheck shell=bash
# Sourced: builds the style sheet and scripts that the binary embeds, unless nothing has changed.
: "${root:?}" "${cache:?}" # source common.sh first

frontend_out=$root/crates/kit/web/static

# One hash over the names and contents of all files in a folder; empty when there is no such folder.
hash_of() {
    [[ -d $1 ]] || return 0
    (cd "$1" && find . -name node_modules -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum) |
        sha256sum | cut -d ' ' -f 1
}

# What went in and what came out: a deleted or edited output is rebuilt too, and a change of Node.js counts.
frontend_state() { printf '%s in %s out %s\n' "$(node --version)" "$(hash_of "$root/frontend")" "$(hash_of "$frontend_out")"; }

build_frontend() {
    # The stamp stays out of the output folder, because everything in there ends up in the binary. Two checkouts may
    # share one cache, so its name carries the place of this one.
    local stamp
    stamp=$cache/frontend-$(printf '%s' "$root" | sha256sum | cut -c 1-16).stamp
    if [[ -d $frontend_out && -f $stamp && $(<"$stamp") == "$(frontend_state)" ]]; then
        say "Pages' style sheet and scripts: unchanged."
        return 0
    fi
    say "Building the pages' style sheet and scripts."
    rm -f "$stamp"
    npm_ci "$root/frontend" && (cd "$root/frontend" && npm run --silent build) || return 1
    [[ -d $frontend_out ]] || {
        say "\`npm run build\` in frontend/ ended well but left nothing in ${frontend_out#"$root"/}."
        return 1
    }
    mkdir -p "$cache"
    frontend_state >"$stamp"
}

npm_ci() { (cd "$1" && npm ci --no-audit --no-fund --loglevel=error >&2); }
