//! Checks `../actor.rs`: `cargo test --bin actor`, or `cargo run --bin actor` to see its
//! timeline as well.

#[path = "../actor.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "actor")))
}

#[test]
#[cfg_attr(
    not_started = "actor",
    ignore = "not started: exercises/15_channels/actor.rs still says TODO"
)]
fn actor() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
