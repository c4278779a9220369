//! Checks `../pipeline.rs`: `cargo test --bin pipeline`, or `cargo run --bin pipeline` to see its
//! timeline as well.

#[path = "../pipeline.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "pipeline")))
}

#[test]
#[cfg_attr(
    not_started = "pipeline",
    ignore = "not started: exercises/15_channels/pipeline.rs still says TODO"
)]
fn pipeline() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
