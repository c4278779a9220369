//! Checks `../every_outcome.rs`: `cargo test --bin every_outcome`, or `cargo run --bin every_outcome` to see its
//! timeline as well.

#[path = "../every_outcome.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "every_outcome")))
}

#[test]
#[cfg_attr(
    not_started = "every_outcome",
    ignore = "not started: exercises/06_gather/every_outcome.rs still says TODO"
)]
fn every_outcome() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
