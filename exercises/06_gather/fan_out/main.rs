//! Checks `../fan_out.rs`: `cargo test --bin fan_out`, or `cargo run --bin fan_out` to see its
//! timeline as well.

#[path = "../fan_out.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(include_bytes!("../fan_out.rs"), include_bytes!("checks.rs"))
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("06_gather/fan_out.rs")]
#[test]
fn fan_out() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
