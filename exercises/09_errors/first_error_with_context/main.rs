//! Checks `../first_error_with_context.rs`: `cargo test --bin first_error_with_context`, or `cargo run --bin first_error_with_context` to see its
//! timeline as well.

#[path = "../first_error_with_context.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "first_error_with_context")))
}

#[test]
#[cfg_attr(
    not_started = "first_error_with_context",
    ignore = "not started: exercises/09_errors/first_error_with_context.rs still says TODO"
)]
fn first_error_with_context() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
