//! Checks `../must_be_send.rs`: `cargo test --bin must_be_send`, or `cargo run --bin must_be_send` to see its timeline as well.

#[path = "../must_be_send.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "must_be_send")))
}

#[test]
#[cfg_attr(
    not_started = "must_be_send",
    ignore = "not started: exercises/05_tasks/must_be_send.rs still says TODO"
)]
fn must_be_send() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
