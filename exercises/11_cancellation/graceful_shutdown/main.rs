//! Checks `../graceful_shutdown.rs`: `cargo test --bin graceful_shutdown`, or `cargo run --bin graceful_shutdown` to see its
//! timeline as well.

#[path = "../graceful_shutdown.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "graceful_shutdown")))
}

#[test]
#[cfg_attr(
    not_started = "graceful_shutdown",
    ignore = "not started: exercises/11_cancellation/graceful_shutdown.rs still says TODO"
)]
fn graceful_shutdown() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
