//! Checks `../batch.rs`: `cargo test --bin batch`, or `cargo run --bin batch` to see its
//! timeline as well.

#[path = "../batch.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "batch")))
}

#[test]
#[cfg_attr(
    not_started = "batch",
    ignore = "not started: exercises/13_concurrent_streams/batch.rs still says TODO"
)]
fn batch() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
