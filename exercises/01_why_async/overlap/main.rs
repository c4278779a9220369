//! Checks `../overlap.rs`: `cargo test --bin overlap`, or `cargo run --bin overlap` to see its
//! timeline as well.

#[path = "../overlap.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "overlap")))
}

#[test]
#[cfg_attr(
    not_started = "overlap",
    ignore = "not started: exercises/01_why_async/overlap.rs still says TODO"
)]
fn overlap() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
