//! Checks `../heartbeat.rs`: `cargo test --bin heartbeat`, or `cargo run --bin heartbeat` to see its
//! timeline as well.

#[path = "../heartbeat.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../heartbeat.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("10_timeouts/heartbeat.rs")]
#[test]
fn heartbeat() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
