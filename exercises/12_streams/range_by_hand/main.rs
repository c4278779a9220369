//! Checks `../range_by_hand.rs`: `cargo test --bin range_by_hand`, or `cargo run --bin range_by_hand` to see its
//! timeline as well.

#[path = "../range_by_hand.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "range_by_hand")))
}

#[test]
#[cfg_attr(
    not_started = "range_by_hand",
    ignore = "not started: exercises/12_streams/range_by_hand.rs still says TODO"
)]
fn range_by_hand() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
