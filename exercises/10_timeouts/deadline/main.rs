//! Checks `../deadline.rs`: `cargo test --bin deadline`, or `cargo run --bin deadline` to see its
//! timeline as well.

#[path = "../deadline.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../deadline.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("10_timeouts/deadline.rs")]
#[test]
fn deadline() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
