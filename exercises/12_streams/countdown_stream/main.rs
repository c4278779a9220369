//! Checks `../countdown_stream.rs`: `cargo test --bin countdown_stream`, or `cargo run --bin countdown_stream` to see its
//! timeline as well.

#[path = "../countdown_stream.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "countdown_stream")))
}

#[test]
#[cfg_attr(
    not_started = "countdown_stream",
    ignore = "not started: exercises/12_streams/countdown_stream.rs still says TODO"
)]
fn countdown_stream() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
