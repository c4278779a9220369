//! Checks `../order_of_events.rs`: `cargo test --bin order_of_events`, or `cargo run --bin order_of_events` to see its
//! timeline as well.

#[path = "../order_of_events.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "order_of_events")))
}

#[test]
#[cfg_attr(
    not_started = "order_of_events",
    ignore = "not started: exercises/02_coroutines/order_of_events.rs still says TODO"
)]
fn order_of_events() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
