//! Checks `../block_on.rs`: `cargo test --bin block_on`, or `cargo run --bin block_on` to see its timeline as well.

#[path = "../block_on.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "block_on")))
}

#[test]
#[cfg_attr(
    not_started = "block_on",
    ignore = "not started: exercises/04_runtime/block_on.rs still says TODO"
)]
fn block_on() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
