//! Checks `../unordered_width.rs`: `cargo test --bin unordered_width`, or `cargo run --bin unordered_width` to see its
//! timeline as well.

#[path = "../unordered_width.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../unordered_width.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("13_concurrent_streams/unordered_width.rs")]
#[test]
fn unordered_width() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
