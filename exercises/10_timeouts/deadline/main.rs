//! Checks `../deadline.rs`: `cargo test --bin deadline`, or `cargo run --bin deadline` to see its
//! timeline as well.

#[path = "../deadline.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "deadline")))
}

#[test]
#[cfg_attr(
    not_started = "deadline",
    ignore = "not started: exercises/10_timeouts/deadline.rs still says TODO"
)]
fn deadline() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
