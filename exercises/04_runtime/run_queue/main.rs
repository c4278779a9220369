//! Checks `../run_queue.rs`: `cargo test --bin run_queue`, or `cargo run --bin run_queue` to see its timeline as well.

#[path = "../run_queue.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "run_queue")))
}

#[test]
#[cfg_attr(
    not_started = "run_queue",
    ignore = "not started: exercises/04_runtime/run_queue.rs still says TODO"
)]
fn run_queue() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
