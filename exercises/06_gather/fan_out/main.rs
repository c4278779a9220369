//! Checks `../fan_out.rs`: `cargo test --bin fan_out`, or `cargo run --bin fan_out` to see its
//! timeline as well.

#[path = "../fan_out.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "fan_out")))
}

#[test]
#[cfg_attr(
    not_started = "fan_out",
    ignore = "not started: exercises/06_gather/fan_out.rs still says TODO"
)]
fn fan_out() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
