//! Checks `../panic_report.rs`: `cargo test --bin panic_report`, or `cargo run --bin panic_report` to see its timeline as well.

#[path = "../panic_report.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../panic_report.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("05_tasks/panic_report.rs")]
#[test]
fn panic_report() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
