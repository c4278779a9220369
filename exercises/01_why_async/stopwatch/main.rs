//! Checks `../stopwatch.rs`: `cargo test --bin stopwatch`, or `cargo run --bin stopwatch` to see
//! its timeline as well.

#[path = "../stopwatch.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "stopwatch")))
}

#[test]
#[cfg_attr(
    not_started = "stopwatch",
    ignore = "not started: exercises/01_why_async/stopwatch.rs still says TODO"
)]
fn stopwatch() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
