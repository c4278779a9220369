//! Checks `../merge_sensors.rs`: `cargo test --bin merge_sensors`, or `cargo run --bin merge_sensors` to see its
//! timeline as well.

#[path = "../merge_sensors.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "merge_sensors")))
}

#[test]
#[cfg_attr(
    not_started = "merge_sensors",
    ignore = "not started: exercises/13_concurrent_streams/merge_sensors.rs still says TODO"
)]
fn merge_sensors() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
