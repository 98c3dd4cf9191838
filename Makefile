# Two commands matter: `make demo` and `make test`. Each checks the tools first (scripts/setup.sh)
# and builds outside the clone, in $VETRINA_CACHE, by default ~/.cache/vetrina.
# Options for the program go into ARGS: make demo ARGS="--devices 50"

SETUP := ./scripts/setup.sh
# Builds the web interface and names its feature; nothing where Node is missing.
UI := $$(./scripts/ui.sh)
ARGS ?=

.PHONY: demo test ui e2e screenshots fmt lint docs bench clean help

help:
	@echo "make demo    build, start with demo data and simulated devices"
	@echo "make test    all tests: unit, API, documentation examples"
	@echo "make ui      check the web interface: format, types, drift, tests, size"
	@echo "make e2e     walk through it in Chromium against the real binary"
	@echo "make screenshots  a picture of every page, from UI_URL"
	@echo "make fmt     format the code"
	@echo "make lint    formatting and clippy, as the checks of .ci/run do"
	@echo "make docs    the code's documentation, with every link checked"
	@echo "make bench   measure what docs/performance.md promises"
	@echo "make clean   remove this package's build products, keep its dependencies"

demo:
	@features=$(UI) && $(SETUP) cargo build --release --locked $$features
	@features=$(UI) && $(SETUP) cargo run --quiet --release --locked $$features -- demo $(ARGS)

test:
	@features=$(UI) && $(SETUP) cargo test --locked $$features

ui:
	@./scripts/ui.sh check

e2e:
	@features=$(UI) && $(SETUP) cargo build --locked $$features
	@. ./scripts/setup.sh && cd web-ui && UI_BINARY="$$CARGO_TARGET_DIR/debug/vetrina" npm run --silent e2e

screenshots:
	@cd web-ui && npm run --silent pictures $(ARGS)

fmt:
	@$(SETUP) cargo fmt

lint:
	@$(SETUP) cargo fmt --check
	@$(SETUP) cargo clippy --all-targets --locked -- -D warnings

docs:
	@RUSTDOCFLAGS="-D warnings" $(SETUP) cargo doc --no-deps --locked

bench:
	@$(SETUP) cargo run --release --locked -- bench $(ARGS)

clean:
	@$(SETUP) cargo clean --package vetrina
