//! Checks `../flatten.rs`: `cargo test --bin flatten`, or `cargo run --bin flatten` to see its
//! timeline as well.

#[path = "../flatten.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(include_bytes!("../flatten.rs"), include_bytes!("checks.rs"))
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("09_errors/flatten.rs")]
#[test]
fn flatten() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
