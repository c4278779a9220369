//! Checks `../spawn_all.rs`: `cargo test --bin spawn_all`, or `cargo run --bin spawn_all` to see its timeline as well.

#[path = "../spawn_all.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "spawn_all")))
}

#[test]
#[cfg_attr(
    not_started = "spawn_all",
    ignore = "not started: exercises/05_tasks/spawn_all.rs still says TODO"
)]
fn spawn_all() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
