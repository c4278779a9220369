//! Checks `../pipeline.rs`: `cargo test --bin pipeline`, or `cargo run --bin pipeline` to see its
//! timeline as well.

#[path = "../pipeline.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../pipeline.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("15_channels/pipeline.rs")]
#[test]
fn pipeline() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
