//! Checks `../first_success.rs`: `cargo test --bin first_success`, or `cargo run --bin first_success` to see its
//! timeline as well.

#[path = "../first_success.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../first_success.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("07_select/first_success.rs")]
#[test]
fn first_success() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
