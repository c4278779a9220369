//! Checks `../oneshot_by_hand.rs`: `cargo test --bin oneshot_by_hand`, or `cargo run --bin oneshot_by_hand` to see its
//! timeline as well.

#[path = "../oneshot_by_hand.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "oneshot_by_hand")))
}

#[test]
#[cfg_attr(
    not_started = "oneshot_by_hand",
    ignore = "not started: exercises/03_futures/oneshot_by_hand.rs still says TODO"
)]
fn oneshot_by_hand() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
