//! Checks `../stopwatch.rs`: `cargo test --bin stopwatch`, or `cargo run --bin stopwatch` to see
//! its timeline as well.

#[path = "../stopwatch.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../stopwatch.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("01_why_async/stopwatch.rs")]
#[test]
fn stopwatch() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
