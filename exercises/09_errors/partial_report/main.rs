//! Checks `../partial_report.rs`: `cargo test --bin partial_report`, or `cargo run --bin partial_report` to see its
//! timeline as well.

#[path = "../partial_report.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../partial_report.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("09_errors/partial_report.rs")]
#[test]
fn partial_report() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
