//! Checks `../must_be_send.rs`: `cargo test --bin must_be_send`, or `cargo run --bin must_be_send` to see its timeline as well.

#[path = "../must_be_send.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../must_be_send.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("05_tasks/must_be_send.rs")]
#[test]
fn must_be_send() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
