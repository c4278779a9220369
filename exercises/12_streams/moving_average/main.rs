//! Checks `../moving_average.rs`: `cargo test --bin moving_average`, or `cargo run --bin moving_average` to see its
//! timeline as well.

#[path = "../moving_average.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../moving_average.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("12_streams/moving_average.rs")]
#[test]
fn moving_average() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
