//! Checks `../backoff.rs`: `cargo test --bin backoff`, or `cargo run --bin backoff` to see its
//! timeline as well.

#[path = "../backoff.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(include_bytes!("../backoff.rs"), include_bytes!("checks.rs"))
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("10_timeouts/backoff.rs")]
#[test]
fn backoff() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
