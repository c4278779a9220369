//! Checks `../countdown.rs`: `cargo test --bin countdown`, or `cargo run --bin countdown` to see its
//! timeline as well.

#[path = "../countdown.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../countdown.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("03_futures/countdown.rs")]
#[test]
fn countdown() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
