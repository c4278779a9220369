//! Checks `../every_outcome.rs`: `cargo test --bin every_outcome`, or `cargo run --bin every_outcome` to see its
//! timeline as well.

#[path = "../every_outcome.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../every_outcome.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("06_gather/every_outcome.rs")]
#[test]
fn every_outcome() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
