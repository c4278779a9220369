//! Checks `../deadlock.rs`: `cargo test --bin deadlock`, or `cargo run --bin deadlock` to see its
//! timeline as well.

#[path = "../deadlock.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "deadlock")))
}

#[test]
#[cfg_attr(
    not_started = "deadlock",
    ignore = "not started: exercises/14_sync_primitives/deadlock.rs still says TODO"
)]
fn deadlock() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
