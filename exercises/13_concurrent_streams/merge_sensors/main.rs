//! Checks `../merge_sensors.rs`: `cargo test --bin merge_sensors`, or `cargo run --bin merge_sensors` to see its
//! timeline as well.

#[path = "../merge_sensors.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../merge_sensors.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("13_concurrent_streams/merge_sensors.rs")]
#[test]
fn merge_sensors() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
