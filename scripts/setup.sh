#!/bin/sh
# Prepares the build: checks the tools, chooses the linker and the target folder, then runs the
# command that follows, if any:
#
#     scripts/setup.sh                      only checks
#     scripts/setup.sh cargo test --locked  checks, then runs
#     . scripts/setup.sh                    checks, and keeps the environment (sh, bash)
#
# What is missing is installed through apt-get where that needs no password; otherwise it is named
# and the script ends with 1. A C compiler is needed by the cryptography and the allocator; Rust
# itself comes from rustup.
set -eu

say() { printf 'setup: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# Links an empty program with the given options of the C compiler.
links() {
    probe_folder=$(mktemp -d)
    probe_result=1
    if printf '#include <stdio.h>\nint main(void) { return 0; }\n' >"$probe_folder/probe.c" &&
        cc "$@" -o "$probe_folder/probe" "$probe_folder/probe.c" >/dev/null 2>&1; then
        probe_result=0
    fi
    rm -rf "$probe_folder"
    return "$probe_result"
}

# The packages whose commands are not there, by their Debian names.
missing_packages() {
    missing=""
    if ! have cc || ! links; then missing="$missing gcc libc6-dev"; fi
    have make || missing="$missing make"
    have git || missing="$missing git"
    printf '%s' "${missing# }"
}

# Sets `as_root` to the words that run a command as root without a password; fails without any.
find_root() {
    if [ "$(id -u)" -eq 0 ]; then
        as_root="env"
    elif have sudo && sudo -n true 2>/dev/null; then
        as_root="sudo -n env"
    else
        return 1
    fi
}

install_missing() {
    packages=$(missing_packages)
    if [ -z "$packages" ]; then return 0; fi
    if ! have apt-get || ! find_root; then
        fail "missing: $packages (names as in Debian). Install them, then run this again."
    fi
    say "installing $packages through apt-get"
    apt="$as_root DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0"
    $apt update >&2 || say "the package lists could not be refreshed; trying with the old ones"
    # Unquoted on purpose: several packages.
    # shellcheck disable=SC2086
    $apt install -y --no-install-recommends $packages >&2 || true
    # mold only shortens the linking, and with pdftotext tests read documents back: the absence of
    # either is no failure.
    $apt install -y --no-install-recommends mold poppler-utils >/dev/null 2>&1 || true
    packages=$(missing_packages)
    if [ -n "$packages" ]; then
        fail "still missing after apt-get: $packages. Install them, then run this again."
    fi
}

check_rust() {
    if ! have cargo && [ -x "$HOME/.cargo/bin/cargo" ]; then
        PATH="$HOME/.cargo/bin:$PATH"
        export PATH
    fi
    if ! have cargo || ! have rustc; then
        say "Rust is missing. Install it with rustup, then run this again:"
        fail "  curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"
    fi
    wanted=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml)
    found=$(rustc --version | sed 's/^rustc \([0-9.]*\).*/\1/')
    oldest=$(printf '%s\n%s\n' "$wanted" "$found" | sort -t. -k1,1n -k2,2n -k3,3n | head -n 1)
    if [ "$oldest" != "$wanted" ]; then
        fail "Rust $found is too old, $wanted is needed: rustup update stable"
    fi
}

# Takes the fastest linker that works; a caller who chose one keeps it.
choose_linker() {
    linker="the system's linker"
    case "${RUSTFLAGS:-}" in
        *fuse-ld=*) linker="the linker in RUSTFLAGS" ;;
        *)
            for candidate in mold lld; do
                if links "-fuse-ld=$candidate"; then
                    RUSTFLAGS="${RUSTFLAGS:+$RUSTFLAGS }-C link-arg=-fuse-ld=$candidate"
                    export RUSTFLAGS
                    linker=$candidate
                    break
                fi
            done
            ;;
    esac
}

# Keeps compiled dependencies outside the clone, so that the next clone finds them.
choose_folders() {
    VETRINA_CACHE="${VETRINA_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/vetrina}"
    CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$VETRINA_CACHE/target}"
    export VETRINA_CACHE CARGO_TARGET_DIR
    mkdir -p "$VETRINA_CACHE" "$CARGO_TARGET_DIR" ||
        fail "cannot write to $VETRINA_CACHE; name another folder in VETRINA_CACHE"
}

if ! [ -f Cargo.toml ]; then
    fail "run this from the top folder of the clone"
fi
install_missing
check_rust
choose_linker
choose_folders
say "Rust $found, $linker, build folder $CARGO_TARGET_DIR"

if [ "$#" -gt 0 ]; then
    exec "$@"
fi
