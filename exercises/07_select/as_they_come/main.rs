//! Checks `../as_they_come.rs`: `cargo test --bin as_they_come`, or `cargo run --bin as_they_come` to see its
//! timeline as well.

#[path = "../as_they_come.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../as_they_come.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("07_select/as_they_come.rs")]
#[test]
fn as_they_come() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
