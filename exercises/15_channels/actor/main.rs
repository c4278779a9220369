//! Checks `../actor.rs`: `cargo test --bin actor`, or `cargo run --bin actor` to see its
//! timeline as well.

#[path = "../actor.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(include_bytes!("../actor.rs"), include_bytes!("checks.rs"))
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("15_channels/actor.rs")]
#[test]
fn actor() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
