//! Checks `../single_flight.rs`: `cargo test --bin single_flight`, or `cargo run --bin single_flight` to see its
//! timeline as well.

#[path = "../single_flight.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "single_flight")))
}

#[test]
#[cfg_attr(
    not_started = "single_flight",
    ignore = "not started: exercises/14_sync_primitives/single_flight.rs still says TODO"
)]
fn single_flight() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
