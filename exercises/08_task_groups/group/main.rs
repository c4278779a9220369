//! Checks `../group.rs`: `cargo test --bin group`, or `cargo run --bin group` to see its
//! timeline as well.

#[path = "../group.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(include_bytes!("../group.rs"), include_bytes!("checks.rs"))
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("08_task_groups/group.rs")]
#[test]
fn group() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
