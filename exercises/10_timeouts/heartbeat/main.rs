//! Checks `../heartbeat.rs`: `cargo test --bin heartbeat`, or `cargo run --bin heartbeat` to see its
//! timeline as well.

#[path = "../heartbeat.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "heartbeat")))
}

#[test]
#[cfg_attr(
    not_started = "heartbeat",
    ignore = "not started: exercises/10_timeouts/heartbeat.rs still says TODO"
)]
fn heartbeat() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
