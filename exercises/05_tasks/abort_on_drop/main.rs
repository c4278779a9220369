//! Checks `../abort_on_drop.rs`: `cargo test --bin abort_on_drop`, or `cargo run --bin abort_on_drop` to see its timeline as well.

#[path = "../abort_on_drop.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "abort_on_drop")))
}

#[test]
#[cfg_attr(
    not_started = "abort_on_drop",
    ignore = "not started: exercises/05_tasks/abort_on_drop.rs still says TODO"
)]
fn abort_on_drop() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
