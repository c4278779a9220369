//! Checks `../at_most.rs`: `cargo test --bin at_most`, or `cargo run --bin at_most` to see its
//! timeline as well.

#[path = "../at_most.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(include_bytes!("../at_most.rs"), include_bytes!("checks.rs"))
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("08_task_groups/at_most.rs")]
#[test]
fn at_most() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
