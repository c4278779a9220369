# One line each: what does the work is cargo, npm and the crates' own code.
set shell := ["bash", "-euc"]

# Lists the recipes.
default:
    @just --list --unsorted

# Opens the book in the browser.
[group('learn')]
playground:
    cargo playground

# Plays the lesson of a chapter: `just lesson 1`, `just lesson 1 --real`.
[group('learn')]
lesson NUMBER *ARGS:
    cargo run --quiet --bin lesson_{{NUMBER}} -- {{ARGS}}

# Checks the exercises that you have started, or the ones that you name.
[group('learn')]
check *NAMES:
    cargo playground check {{NAMES}}

# Shows the timeline of any single-file Tokio program.
[group('learn')]
run FILE *ARGS:
    cargo playground run {{FILE}} {{ARGS}}

# Tests everything but the pages in the browser.
[group('maintain')]
test:
    cargo test --workspace

# Tests the pages in Chromium.
[group('maintain')]
test-browser:
    cd tests/browser && npm ci && npm test

# Format, lints and documentation, without warnings.
[group('maintain')]
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- --deny warnings
    RUSTDOCFLAGS="--deny warnings" cargo doc --workspace --no-deps --document-private-items
    cd tests/browser && npm ci --no-audit --no-fund && npm run --silent lint && npm run --silent types

# Rewrites every snapshot with what the programs do now (needs cargo-insta); look at the difference before you commit it.
[group('maintain')]
bless:
    cargo insta test --workspace --accept || true
    cargo insta accept --workspace
    cargo insta test --workspace --accept

# Builds the committed bundle of the editor anew.
[group('maintain')]
bundle:
    cd crates/playground/assets/editor && npm ci && npm run build

# What recording costs, beside other listeners; takes some minutes. `just bench-recorder locks` measures one program.
[group('maintain')]
bench-recorder *PROGRAM:
    cd benches/recorder && cargo run --locked --profile bench -- {{PROGRAM}}

# From a save to the verdict, side by side with `cargo test`; takes some minutes.
[group('maintain')]
bench-verdict:
    cargo build --quiet --package playground
    cargo run --quiet --package playground --example bench_verdict

# How soon a page is there in Chromium; at most half a second, on a machine that is not busy.
[group('maintain')]
bench-page:
    cargo build --quiet --package playground
    cd tests/browser && npm ci --no-audit --no-fund && BENCH=1 npm test -- bench --workers 1

# Everything that CI does.
[group('maintain')]
ci:
    bash .ci/run
