//! Checks `../dependent_calls.rs`: `cargo test --bin dependent_calls`, or `cargo run --bin
//! dependent_calls` to see its timeline as well.

#[path = "../dependent_calls.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../dependent_calls.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("01_why_async/dependent_calls.rs")]
#[test]
fn dependent_calls() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
