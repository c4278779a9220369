//! Checks `../which_end.rs`: `cargo test --bin which_end`, or `cargo run --bin which_end` to see its
//! timeline as well.

#[path = "../which_end.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../which_end.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("09_errors/which_end.rs")]
#[test]
fn which_end() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
