//! Checks `../unordered_width.rs`: `cargo test --bin unordered_width`, or `cargo run --bin unordered_width` to see its
//! timeline as well.

#[path = "../unordered_width.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "unordered_width")))
}

#[test]
#[cfg_attr(
    not_started = "unordered_width",
    ignore = "not started: exercises/13_concurrent_streams/unordered_width.rs still says TODO"
)]
fn unordered_width() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
