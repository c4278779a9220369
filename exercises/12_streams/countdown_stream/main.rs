//! Checks `../countdown_stream.rs`: `cargo test --bin countdown_stream`, or `cargo run --bin countdown_stream` to see its
//! timeline as well.

#[path = "../countdown_stream.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../countdown_stream.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("12_streams/countdown_stream.rs")]
#[test]
fn countdown_stream() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
