//! Checks `../event.rs`: `cargo test --bin event`, or `cargo run --bin event` to see its
//! timeline as well.

#[path = "../event.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "event")))
}

#[test]
#[cfg_attr(
    not_started = "event",
    ignore = "not started: exercises/14_sync_primitives/event.rs still says TODO"
)]
fn event() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
