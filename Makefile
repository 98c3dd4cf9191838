# Two commands matter: `make demo` and `make test`. Each checks the tools first (scripts/setup.sh)
# and builds outside the clone, in $VETRINA_CACHE, by default ~/.cache/vetrina.
# Options for the program go into ARGS: make demo ARGS="--devices 50"

SETUP := ./scripts/setup.sh
ARGS ?=

.PHONY: demo test fmt lint docs bench clean help

help:
	@echo "make demo    build, start with demo data and simulated devices"
	@echo "make test    all tests: unit, API, documentation examples"
	@echo "make fmt     format the code"
	@echo "make lint    formatting and clippy, as the checks of .ci/run do"
	@echo "make docs    the code's documentation, with every link checked"
	@echo "make bench   measure what docs/performance.md promises"
	@echo "make clean   remove this package's build products, keep its dependencies"

demo:
	@$(SETUP) cargo build --release --locked
	@$(SETUP) cargo run --quiet --release --locked -- demo $(ARGS)

test:
	@$(SETUP) cargo test --locked

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
