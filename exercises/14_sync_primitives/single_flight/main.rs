//! Checks `../single_flight.rs`: `cargo test --bin single_flight`, or `cargo run --bin single_flight` to see its
//! timeline as well.

#[path = "../single_flight.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../single_flight.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("14_sync_primitives/single_flight.rs")]
#[test]
fn single_flight() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
