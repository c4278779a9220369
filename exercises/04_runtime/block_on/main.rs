//! Checks `../block_on.rs`: `cargo test --bin block_on`, or `cargo run --bin block_on` to see its timeline as well.

#[path = "../block_on.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../block_on.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("04_runtime/block_on.rs")]
#[test]
fn block_on() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
