//! Checks `../abort_on_drop.rs`: `cargo test --bin abort_on_drop`, or `cargo run --bin abort_on_drop` to see its timeline as well.

#[path = "../abort_on_drop.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../abort_on_drop.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("05_tasks/abort_on_drop.rs")]
#[test]
fn abort_on_drop() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
