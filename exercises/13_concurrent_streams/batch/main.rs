//! Checks `../batch.rs`: `cargo test --bin batch`, or `cargo run --bin batch` to see its
//! timeline as well.

#[path = "../batch.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(include_bytes!("../batch.rs"), include_bytes!("checks.rs"))
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("13_concurrent_streams/batch.rs")]
#[test]
fn batch() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
