//! Checks `../moving_average.rs`: `cargo test --bin moving_average`, or `cargo run --bin moving_average` to see its
//! timeline as well.

#[path = "../moving_average.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "moving_average")))
}

#[test]
#[cfg_attr(
    not_started = "moving_average",
    ignore = "not started: exercises/12_streams/moving_average.rs still says TODO"
)]
fn moving_average() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
