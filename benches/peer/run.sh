#!/usr/bin/env bash
# Measures the conventional design (PostgreSQL) beside Vetrina, on a throw-away cluster.
# Exit: 0 measured, 1 a run failed or did not add up, 2 wrong usage, 3 peer not available.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly SETTINGS=(
    fsync=on synchronous_commit=on full_page_writes=on
    shared_buffers=1GB max_wal_size=4GB max_connections=300
)
seconds=15 clients=32 json=false install=true data_parent=${TMPDIR:-/tmp}
work='' bin='' watchdog=''

usage() {
    cat <<'U'
usage: run.sh [--seconds 15] [--clients 32] [--json] [--dir DIR] [--no-install]
  --seconds N    length of each of the two measured runs, 1 to 60
  --clients N    concurrent connections, 1 to 256
  --json         print one JSON object instead of lines
  --dir DIR      where the temporary cluster goes (default: $TMPDIR or /tmp); use the disk
                 that Vetrina is measured on
  --no-install   never call apt-get when PostgreSQL is missing
U
}

note() { printf 'peer: %s\n' "$*" >&2; }
fail() { note "$2"; exit "$1"; }

number() { # name value low high
    [[ $2 =~ ^[0-9]{1,4}$ ]] && (($((10#$2)) >= $3 && $((10#$2)) <= $4)) ||
        fail 2 "$1 must be a whole number from $3 to $4"
}

parse_arguments() {
    while (($#)); do
        case $1 in
        --seconds | --clients | --dir)
            (($# >= 2)) || fail 2 "$1 needs a value"
            case $1 in
            --seconds) seconds=$2 ;;
            --clients) clients=$2 ;;
            --dir) data_parent=$2 ;;
            esac
            shift
            ;;
        --json) json=true ;;
        --no-install) install=false ;;
        -h | --help) usage && exit 0 ;;
        *) usage >&2 && fail 2 "unknown argument $1" ;;
        esac
        shift
    done
    number --seconds "$seconds" 1 60
    number --clients "$clients" 1 256
    seconds=$((10#$seconds)) clients=$((10#$clients))
    [[ -d $data_parent && -w $data_parent ]] || fail 2 "no writable folder $data_parent"
}

# Sets `bin` to the newest installed version that has everything the script calls.
find_postgresql() {
    local folder
    for folder in $(ls -d ${PEER_PG_BIN:-/usr/lib/postgresql/*/bin /usr/pgsql-*/bin} \
        2>/dev/null | sort -Vr) $([[ ${PEER_PG_BIN:-} ]] || dirname "$(command -v initdb)" 2>/dev/null); do
        if [[ -x $folder/initdb && -x $folder/pg_ctl && -x $folder/psql && -x $folder/pgbench ]]; then
            bin=$folder
            return 0
        fi
    done
    return 1
}

# Installs the Debian package; no cluster is made of it and no service is left running.
install_postgresql() {
    local conf=/etc/postgresql-common/createcluster.conf
    apt-get update -qq && apt-get install -y -qq postgresql-common || return 1
    cp "$conf" "$conf.peer-saved"
    echo 'create_main_cluster = false' >>"$conf"
    local result=0
    apt-get install -y -qq postgresql || result=1
    mv "$conf.peer-saved" "$conf"
    return $result
}

require_postgresql() {
    find_postgresql && return
    if $install && ((EUID == 0)) && [[ -x "$(command -v apt-get)" && -z ${PEER_PG_BIN:-} ]]; then
        note 'PostgreSQL is missing: installing it with apt-get'
        DEBIAN_FRONTEND=noninteractive install_postgresql >&2 || note 'apt-get failed'
        find_postgresql && return
    fi
    fail 3 'not available: install the PostgreSQL server with pgbench (Debian: apt-get install postgresql)'
}

# Runs a command as an ordinary user: PostgreSQL refuses to run as root.
as_owner() {
    if ((EUID != 0)); then
        "$@"
    elif command -v runuser >/dev/null; then
        runuser -u postgres -- "$@"
    else
        su postgres -s /bin/bash -c "$(printf '%q ' "$@")"
    fi
}

sql() { as_owner "$bin/psql" -h "$work" -U peer -d postgres -XqAt -v ON_ERROR_STOP=1 "$@"; }

# Stops the server at once (nothing in it is kept) and removes the folder.
remove_cluster() {
    [[ $work && -d $work ]] || return 0
    if [[ -f $work/data/postmaster.pid ]]; then
        as_owner "$bin/pg_ctl" -D "$work/data" -m immediate -w -t 20 stop >/dev/null 2>&1 || true
    fi
    rm -rf -- "$work"
}

on_exit() {
    local status=$?
    trap '' INT TERM HUP
    trap - EXIT
    remove_cluster
    [[ -z $watchdog ]] || kill "$watchdog" 2>/dev/null || true
    exit "$status"
}

# A killed script (kill -9) cannot clean up, so a second process waits for its end.
start_watchdog() {
    export -f as_owner remove_cluster
    work=$work bin=$bin setsid bash -c '
        while kill -0 "$1" 2>/dev/null; do sleep 1; done
        cd / && remove_cluster' watchdog $$ </dev/null >/dev/null 2>&1 &
    watchdog=$!
    disown "$watchdog"
}

start_cluster() {
    if ((EUID == 0)); then
        id postgres >/dev/null 2>&1 || fail 3 'not available: running as root needs a user postgres'
    fi
    trap on_exit EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    work=$(mktemp -d "$data_parent/vetrina-peer.XXXXXX")
    # a socket's path has a limit of about 100 bytes
    ((${#work} <= 80)) || fail 2 "the path of $data_parent is too long for a socket"
    if ((EUID == 0)); then chown postgres "$work"; fi
    start_watchdog
    as_owner test -x "$work" || fail 2 "user postgres cannot reach $data_parent"

    local setting options="-c listen_addresses= -c unix_socket_directories=$work -c unix_socket_permissions=0700"
    for setting in "${SETTINGS[@]}"; do options+=" -c $setting"; done
    as_owner "$bin/initdb" -D "$work/data" -U peer -A trust -E UTF8 --no-locale >"$work/initdb.log" 2>&1 ||
        { cat "$work/initdb.log" >&2 && fail 1 'initdb failed'; }
    as_owner "$bin/pg_ctl" -D "$work/data" -l "$work/data/server.log" -w -t 60 -o "$options" start >/dev/null ||
        { cat "$work/data/server.log" >&2 && fail 1 'the server did not start'; }
}

load_cluster() {
    local file
    for file in schema function load rules reset; do
        sql <"$file.sql" >/dev/null || fail 1 "$file.sql failed"
    done
    cp ./*.pgbench "$work/" && chmod 644 "$work"/*.pgbench
}

# Runs one pgbench script and leaves its report in $work/NAME.log.
bench() { # name, then pgbench's own arguments
    local name=$1 pid
    shift
    # in the background, so that a signal is seen at once and not after the run
    as_owner "$bin/pgbench" -h "$work" -U peer -n -M prepared -c "$clients" -j "$threads" \
        -f "$work/$name.pgbench" -D n=-1 -D "clients=$clients" -D "base=$(date +%s)" \
        "$@" postgres >"$work/$name.log" 2>&1 &
    pid=$!
    wait "$pid" || { head -n 20 "$work/$name.log" >&2 && fail 1 "pgbench $name failed"; }
}

# Concurrent plays against a budget of 5.00: it must run out and not be overspent.
try_overspend() {
    local outcome
    bench overspend -t $((2000 / clients + 1))
    sql <check.sql >/dev/null || fail 1 'overspend: the rows do not add up'
    outcome=$(sql -c 'SELECT remaining < 0.1 AND remaining >= 0 FROM campaigns WHERE campaign_id = 101')
    [[ $outcome == t ]] || fail 1 'overspend: the budget did not end where it should'
    sql <reset.sql >/dev/null
}

# Sets rate, latency_ms and sums for one measured run.
measure() { # name
    local plays rows
    bench "$1" -T "$seconds"
    plays=$(awk -F': ' '/^number of transactions actually processed/ {print $2 + 0}' "$work/$1.log")
    rate=$(awk '/^tps = / {printf "%.0f", $3}' "$work/$1.log")
    latency_ms=$(awk '/^latency average = / {print $4}' "$work/$1.log")
    sums=$(sql <check.sql) || fail 1 "$1: the rows do not add up"
    rows=${sums%%|*}
    [[ $plays == "$rows" ]] || fail 1 "$1: $plays plays submitted, $rows accepted"
    [[ $(sql -c "SELECT bool_and(current_setting(n) = 'on') FROM unnest(ARRAY['fsync', 'synchronous_commit']) n") == t ]] ||
        fail 1 'the server does not commit durably'
    note "$1: $rows plays, cost $(cut -d'|' -f2 <<<"$sums") = debits $(cut -d'|' -f3 <<<"$sums")"
    sql <reset.sql >/dev/null
}

report() {
    local version filesystem settings setting
    version=$(sql -c 'SHOW server_version')
    filesystem=$(stat -f -c %T "$work")
    [[ $filesystem != tmpfs ]] ||
        note "warning: $data_parent is in memory, commits cost nothing here; use --dir"
    settings=$(for setting in "${SETTINGS[@]%%=*}"; do
        printf '%s=%s ' "$setting" "$(sql -c "SHOW $setting")"
    done)
    settings=${settings% }
    if $json; then
        printf '{"peer_uniform_per_s":%s,"peer_hot_per_s":%s,"peer_uniform_latency_ms":%s,"peer_hot_latency_ms":%s,' \
            "$uniform" "$hot" "$uniform_ms" "$hot_ms"
        printf '"seconds":%s,"clients":%s,"threads":%s,"cpus":%s,"filesystem":"%s",' \
            "$seconds" "$clients" "$threads" "$(nproc)" "$filesystem"
        printf '"postgresql":"%s","settings":{' "${version//\"/}"
        sed 's/\([^= ]*\)=\([^ ]*\)/"\1":"\2"/g; s/ /,/g' <<<"$settings" | tr -d '\n'
        printf '}}\n'
    else
        printf '%s %s\n' peer_uniform_per_s "$uniform" peer_hot_per_s "$hot" \
            peer_uniform_latency_ms "$uniform_ms" peer_hot_latency_ms "$hot_ms"
        printf 'postgresql %s\nsettings %s\n' "$version" "$settings"
        printf 'run seconds=%s clients=%s threads=%s cpus=%s filesystem=%s\n' \
            "$seconds" "$clients" "$threads" "$(nproc)" "$filesystem"
    fi
}

parse_arguments "$@"
require_postgresql
threads=$(nproc)
((threads <= clients)) || threads=$clients
note "starting a temporary cluster with $bin"
start_cluster
load_cluster
note 'rules hold; trying to overspend'
try_overspend
note "measuring: 2 x $seconds s, $clients clients"
measure uniform && uniform=$rate uniform_ms=$latency_ms
measure hot && hot=$rate hot_ms=$latency_ms
report
