//! Checks `../hedge.rs`: `cargo test --bin hedge`, or `cargo run --bin hedge` to see its
//! timeline as well.

#[path = "../hedge.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(include_bytes!("../hedge.rs"), include_bytes!("checks.rs"))
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("10_timeouts/hedge.rs")]
#[test]
fn hedge() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
