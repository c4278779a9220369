//! Checks `../dependent_calls.rs`: `cargo test --bin dependent_calls`, or `cargo run --bin
//! dependent_calls` to see its timeline as well.

#[path = "../dependent_calls.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "dependent_calls")))
}

#[test]
#[cfg_attr(
    not_started = "dependent_calls",
    ignore = "not started: exercises/01_why_async/dependent_calls.rs still says TODO"
)]
fn dependent_calls() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
