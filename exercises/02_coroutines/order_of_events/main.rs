//! Checks `../order_of_events.rs`: `cargo test --bin order_of_events`, or `cargo run --bin order_of_events` to see its
//! timeline as well.

#[path = "../order_of_events.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../order_of_events.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("02_coroutines/order_of_events.rs")]
#[test]
fn order_of_events() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
