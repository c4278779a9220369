//! Checks `../race.rs`: `cargo test --bin race`, or `cargo run --bin race` to see its
//! timeline as well.

#[path = "../race.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "race")))
}

#[test]
#[cfg_attr(
    not_started = "race",
    ignore = "not started: exercises/07_select/race.rs still says TODO"
)]
fn race() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
