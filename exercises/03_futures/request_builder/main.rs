//! Checks `../request_builder.rs`: `cargo test --bin request_builder`, or `cargo run --bin request_builder` to see its
//! timeline as well.

#[path = "../request_builder.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../request_builder.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("03_futures/request_builder.rs")]
#[test]
fn request_builder() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
