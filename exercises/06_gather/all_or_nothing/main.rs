//! Checks `../all_or_nothing.rs`: `cargo test --bin all_or_nothing`, or `cargo run --bin all_or_nothing` to see its
//! timeline as well.

#[path = "../all_or_nothing.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../all_or_nothing.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("06_gather/all_or_nothing.rs")]
#[test]
fn all_or_nothing() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
