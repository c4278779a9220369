//! Checks `../guard.rs`: `cargo test --bin guard`, or `cargo run --bin guard` to see its
//! timeline as well.

#[path = "../guard.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(include_bytes!("../guard.rs"), include_bytes!("checks.rs"))
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("11_cancellation/guard.rs")]
#[test]
fn guard() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
