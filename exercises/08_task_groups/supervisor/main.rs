//! Checks `../supervisor.rs`: `cargo test --bin supervisor`, or `cargo run --bin supervisor` to see its
//! timeline as well.

#[path = "../supervisor.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../supervisor.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("08_task_groups/supervisor.rs")]
#[test]
fn supervisor() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
