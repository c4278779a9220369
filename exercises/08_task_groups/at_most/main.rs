//! Checks `../at_most.rs`: `cargo test --bin at_most`, or `cargo run --bin at_most` to see its
//! timeline as well.

#[path = "../at_most.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "at_most")))
}

#[test]
#[cfg_attr(
    not_started = "at_most",
    ignore = "not started: exercises/08_task_groups/at_most.rs still says TODO"
)]
fn at_most() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
