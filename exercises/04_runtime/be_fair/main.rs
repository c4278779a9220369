//! Checks `../be_fair.rs`: `cargo test --bin be_fair`, or `cargo run --bin be_fair` to see its timeline as well.

#[path = "../be_fair.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "be_fair")))
}

#[test]
#[cfg_attr(
    not_started = "be_fair",
    ignore = "not started: exercises/04_runtime/be_fair.rs still says TODO"
)]
fn be_fair() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
