//! Checks `../first_success.rs`: `cargo test --bin first_success`, or `cargo run --bin first_success` to see its
//! timeline as well.

#[path = "../first_success.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "first_success")))
}

#[test]
#[cfg_attr(
    not_started = "first_success",
    ignore = "not started: exercises/07_select/first_success.rs still says TODO"
)]
fn first_success() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
