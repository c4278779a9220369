//! Checks `../first_error_with_context.rs`: `cargo test --bin first_error_with_context`, or `cargo run --bin first_error_with_context` to see its
//! timeline as well.

#[path = "../first_error_with_context.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../first_error_with_context.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("09_errors/first_error_with_context.rs")]
#[test]
fn first_error_with_context() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
