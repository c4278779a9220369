//! Checks `../lagging.rs`: `cargo test --bin lagging`, or `cargo run --bin lagging` to see its
//! timeline as well.

#[path = "../lagging.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(include_bytes!("../lagging.rs"), include_bytes!("checks.rs"))
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("15_channels/lagging.rs")]
#[test]
fn lagging() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
