//! Checks `../supervisor.rs`: `cargo test --bin supervisor`, or `cargo run --bin supervisor` to see its
//! timeline as well.

#[path = "../supervisor.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "supervisor")))
}

#[test]
#[cfg_attr(
    not_started = "supervisor",
    ignore = "not started: exercises/08_task_groups/supervisor.rs still says TODO"
)]
fn supervisor() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
