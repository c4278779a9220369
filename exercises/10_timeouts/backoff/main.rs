//! Checks `../backoff.rs`: `cargo test --bin backoff`, or `cargo run --bin backoff` to see its
//! timeline as well.

#[path = "../backoff.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "backoff")))
}

#[test]
#[cfg_attr(
    not_started = "backoff",
    ignore = "not started: exercises/10_timeouts/backoff.rs still says TODO"
)]
fn backoff() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
