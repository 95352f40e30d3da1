# shellcheck shell=bash
# Sourced: a real PostgreSQL server that lives as long as the tests.

pg_dir=

# Debian keeps the server's programs off the path, one folder per version.
pg_bin() {
    local newest
    newest=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
    [[ -n $newest ]] || newest=$(dirname "$(command -v initdb)" 2>/dev/null) || return 1
    [[ -x $newest/initdb && -x $newest/pg_ctl ]] && printf '%s\n' "$newest"
}

# PostgreSQL refuses to run as root, so root borrows the account that the package made.
pg_as() {
    if [[ $EUID -eq 0 ]]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

free_port() { node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })'; }

# Starts the server and exports CONCORDAT_TEST_POSTGRES. The caller stops it with stop_postgres, from a trap.
start_postgres() {
    local bin port attempt
    bin=$(pg_bin) || { say "PostgreSQL's server programs were not found."; return 1; }
    # Not in TMPDIR: that may be a folder which the postgres account cannot enter.
    pg_dir=$(mktemp -d /tmp/concordat-postgres.XXXXXX) || return 1
    if [[ $EUID -eq 0 ]]; then chown postgres: "$pg_dir" || return 1; fi
    pg_as env LC_ALL=C "$bin/initdb" -D "$pg_dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync \
        >"$pg_dir.initdb" 2>&1 || { cat "$pg_dir.initdb" >&2; return 1; }
    # A port that is free now may be taken a moment later; then another one is tried.
    for attempt in 1 2 3; do
        port=$(free_port)
        # No socket file: its path could be too long. No fsync: the data are thrown away. Many connections: every test
        # has a pool of its own.
        if pg_as "$bin/pg_ctl" -D "$pg_dir/data" -w -s -l "$pg_dir/log" start -o "-p $port -c listen_addresses=127.0.0.1 \
            -c unix_socket_directories='' -c max_connections=400 -c fsync=off -c synchronous_commit=off -c full_page_writes=off" \
            >/dev/null 2>&1 </dev/null; then
            export CONCORDAT_TEST_POSTGRES=postgres://postgres@127.0.0.1:$port/postgres
            return 0
        fi
        say "PostgreSQL did not start on port $port (attempt $attempt)."
    done
    cat "$pg_dir/log" >&2
    return 1
}

stop_postgres() {
    [[ -n $pg_dir ]] || return 0
    pg_as "$(pg_bin)/pg_ctl" -D "$pg_dir/data" -m immediate -w -s stop >/dev/null 2>&1 || true
    rm -rf "$pg_dir" "$pg_dir.initdb"
    pg_dir=
}
