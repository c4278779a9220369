//! Checks `../which_end.rs`: `cargo test --bin which_end`, or `cargo run --bin which_end` to see its
//! timeline as well.

#[path = "../which_end.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "which_end")))
}

#[test]
#[cfg_attr(
    not_started = "which_end",
    ignore = "not started: exercises/09_errors/which_end.rs still says TODO"
)]
fn which_end() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
