//! Checks `../overlap.rs`: `cargo test --bin overlap`, or `cargo run --bin overlap` to see its
//! timeline as well.

#[path = "../overlap.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(include_bytes!("../overlap.rs"), include_bytes!("checks.rs"))
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("01_why_async/overlap.rs")]
#[test]
fn overlap() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
