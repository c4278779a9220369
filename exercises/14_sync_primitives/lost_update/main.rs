//! Checks `../lost_update.rs`: `cargo test --bin lost_update`, or `cargo run --bin lost_update` to see its
//! timeline as well.

#[path = "../lost_update.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "lost_update")))
}

#[test]
#[cfg_attr(
    not_started = "lost_update",
    ignore = "not started: exercises/14_sync_primitives/lost_update.rs still says TODO"
)]
fn lost_update() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
