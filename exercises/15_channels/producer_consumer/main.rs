//! Checks `../producer_consumer.rs`: `cargo test --bin producer_consumer`, or `cargo run --bin producer_consumer` to see its
//! timeline as well.

#[path = "../producer_consumer.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "producer_consumer")))
}

#[test]
#[cfg_attr(
    not_started = "producer_consumer",
    ignore = "not started: exercises/15_channels/producer_consumer.rs still says TODO"
)]
fn producer_consumer() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
