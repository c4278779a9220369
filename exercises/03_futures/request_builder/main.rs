//! Checks `../request_builder.rs`: `cargo test --bin request_builder`, or `cargo run --bin request_builder` to see its
//! timeline as well.

#[path = "../request_builder.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "request_builder")))
}

#[test]
#[cfg_attr(
    not_started = "request_builder",
    ignore = "not started: exercises/03_futures/request_builder.rs still says TODO"
)]
fn request_builder() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
