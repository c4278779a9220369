//! Checks `../limiter.rs`: `cargo test --bin limiter`, or `cargo run --bin limiter` to see its
//! timeline as well.

#[path = "../limiter.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "limiter")))
}

#[test]
#[cfg_attr(
    not_started = "limiter",
    ignore = "not started: exercises/14_sync_primitives/limiter.rs still says TODO"
)]
fn limiter() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
