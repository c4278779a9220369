//! Checks `../all_or_nothing.rs`: `cargo test --bin all_or_nothing`, or `cargo run --bin all_or_nothing` to see its
//! timeline as well.

#[path = "../all_or_nothing.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "all_or_nothing")))
}

#[test]
#[cfg_attr(
    not_started = "all_or_nothing",
    ignore = "not started: exercises/06_gather/all_or_nothing.rs still says TODO"
)]
fn all_or_nothing() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
