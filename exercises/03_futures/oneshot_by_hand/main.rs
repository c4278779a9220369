//! Checks `../oneshot_by_hand.rs`: `cargo test --bin oneshot_by_hand`, or `cargo run --bin oneshot_by_hand` to see its
//! timeline as well.

#[path = "../oneshot_by_hand.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../oneshot_by_hand.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("03_futures/oneshot_by_hand.rs")]
#[test]
fn oneshot_by_hand() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
