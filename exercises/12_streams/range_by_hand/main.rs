//! Checks `../range_by_hand.rs`: `cargo test --bin range_by_hand`, or `cargo run --bin range_by_hand` to see its
//! timeline as well.

#[path = "../range_by_hand.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../range_by_hand.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("12_streams/range_by_hand.rs")]
#[test]
fn range_by_hand() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
