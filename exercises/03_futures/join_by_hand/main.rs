//! Checks `../join_by_hand.rs`: `cargo test --bin join_by_hand`, or `cargo run --bin join_by_hand` to see its
//! timeline as well.

#[path = "../join_by_hand.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../join_by_hand.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("03_futures/join_by_hand.rs")]
#[test]
fn join_by_hand() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
