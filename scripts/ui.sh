#!/bin/sh
# Builds the web interface into web-ui/dist and prints the feature that puts it into the binary:
#
#     features=$(scripts/ui.sh)             builds where something changed, prints --features embed-ui
#     scripts/ui.sh check                   format, types, drift from the API, tests, size
#
# Without Node it says so and prints nothing: the appliance is built without the interface, and
# everything but `/` works. Node 20.19 or newer is a prerequisite of the interface alone.
set -eu

OLDEST=20

say() { printf 'ui: %s\n' "$*" >&2; }

has_node() {
    command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 &&
        [ "$(node -p 'process.versions.node.split(".")[0]')" -ge "$OLDEST" ]
}

# Installs what the lock names, once for each lock.
install_packages() {
    for folder in . tools; do
        mark="$folder/node_modules/.vetrina-lock"
        if ! cmp -s "$folder/package-lock.json" "$mark"; then
            npm --prefix "$folder" ci --no-fund --no-audit >&2
            cp "$folder/package-lock.json" "$mark"
        fi
    done
}

# True when a source is newer than the built page.
is_old() {
    [ ! -f dist/index.html ] ||
        [ -n "$(find src public scripts index.html vite.config.ts package-lock.json -newer dist/index.html -print | head -n 1)" ]
}

cd "$(dirname "$0")/../web-ui"
if ! has_node; then
    say "Node $OLDEST or newer with npm is missing: building without the web interface"
    exit 0
fi
install_packages
if [ "${1:-build}" = check ]; then
    npm run --silent check
    npm run --silent build >&2
    npm run --silent check:size
    exit 0
fi
if is_old; then
    say "building the web interface"
    npm run --silent build >&2
fi
printf '%s\n' "--features embed-ui"
