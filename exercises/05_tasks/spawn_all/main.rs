//! Checks `../spawn_all.rs`: `cargo test --bin spawn_all`, or `cargo run --bin spawn_all` to see its timeline as well.

#[path = "../spawn_all.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../spawn_all.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("05_tasks/spawn_all.rs")]
#[test]
fn spawn_all() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
