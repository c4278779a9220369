//! Checks `../dashboard.rs`: `cargo test --bin dashboard`, or `cargo run --bin dashboard` to see its
//! timeline as well.

#[path = "../dashboard.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "dashboard")))
}

#[test]
#[cfg_attr(
    not_started = "dashboard",
    ignore = "not started: exercises/06_gather/dashboard.rs still says TODO"
)]
fn dashboard() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
