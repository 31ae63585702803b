# Everyday commands. `just` alone lists them.

[private]
default:
    @just --list

# What must be clean before a commit: all of .ci/run but the tests and the examples
check:
    .ci/run check

# All tests, as the README says; faster with cargo-nextest
test *args:
    cargo test --workspace {{ args }}

# Measure the pure stages
bench *args:
    cargo bench --bench '*' {{ args }}

# Sixty seconds on one fuzz target, or on each in turn (needs nightly and cargo-fuzz)
fuzz target='' seconds='60':
    #!/usr/bin/env bash
    set -euo pipefail
    for name in {{ if target == '' { '$(cargo fuzz list)' } else { target } }}; do
        cargo +nightly fuzz run "$name" -- -max_total_time={{ seconds }}
    done

# Read so many feeds that were damaged at random; a seed of its own finds others
mutate count='1000000' seed='1':
    PRESSLINE_MUTATIONS={{ count }} PRESSLINE_SEED={{ seed }} cargo test --release --test contract damaged_feeds

# Two weeks of so many simulated feeds; a seed of its own gives another web
simulate feeds='300' seed='12':
    SIMULATED_FEEDS={{ feeds }} SIMULATION_SEED={{ seed }} cargo test --release --test contract simulation -- --nocapture

# Kill workers so many times while they write files, with simulated power cuts; a seed of its own finds other moments
torture kills='10000' seed='1':
    PRESSLINE_KILLS={{ kills }} PRESSLINE_SEED={{ seed }} cargo test --release --test durability kill:: -- --nocapture

# Records a second to files at full durability, beside a plain loop of writes
throughput records='20000':
    PRESSLINE_RECORDS={{ records }} cargo test --release --test durability throughput -- --nocapture

# Write schema/*.json and docs/metrics.md from the code
schema:
    cargo run --quiet --package xtask -- schema

# The whole way, offline, on a newspaper of our own
demo:
    cargo run --release -- demo
