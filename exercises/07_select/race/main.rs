//! Checks `../race.rs`: `cargo test --bin race`, or `cargo run --bin race` to see its
//! timeline as well.

#[path = "../race.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(include_bytes!("../race.rs"), include_bytes!("checks.rs"))
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("07_select/race.rs")]
#[test]
fn race() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
