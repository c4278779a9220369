//! Checks `../producer_consumer.rs`: `cargo test --bin producer_consumer`, or `cargo run --bin producer_consumer` to see its
//! timeline as well.

#[path = "../producer_consumer.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../producer_consumer.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("15_channels/producer_consumer.rs")]
#[test]
fn producer_consumer() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
