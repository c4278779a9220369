//! Checks `../as_they_come.rs`: `cargo test --bin as_they_come`, or `cargo run --bin as_they_come` to see its
//! timeline as well.

#[path = "../as_they_come.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "as_they_come")))
}

#[test]
#[cfg_attr(
    not_started = "as_they_come",
    ignore = "not started: exercises/07_select/as_they_come.rs still says TODO"
)]
fn as_they_come() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
