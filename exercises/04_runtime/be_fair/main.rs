//! Checks `../be_fair.rs`: `cargo test --bin be_fair`, or `cargo run --bin be_fair` to see its timeline as well.

#[path = "../be_fair.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(include_bytes!("../be_fair.rs"), include_bytes!("checks.rs"))
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("04_runtime/be_fair.rs")]
#[test]
fn be_fair() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
