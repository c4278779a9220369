//! Checks `../dashboard.rs`: `cargo test --bin dashboard`, or `cargo run --bin dashboard` to see its
//! timeline as well.

#[path = "../dashboard.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../dashboard.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("06_gather/dashboard.rs")]
#[test]
fn dashboard() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
