//! Checks `../quit_signal.rs`: `cargo test --bin quit_signal`, or `cargo run --bin quit_signal` to see its
//! timeline as well.

#[path = "../quit_signal.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "quit_signal")))
}

#[test]
#[cfg_attr(
    not_started = "quit_signal",
    ignore = "not started: exercises/07_select/quit_signal.rs still says TODO"
)]
fn quit_signal() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
