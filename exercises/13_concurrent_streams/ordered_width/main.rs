//! Checks `../ordered_width.rs`: `cargo test --bin ordered_width`, or `cargo run --bin ordered_width` to see its
//! timeline as well.

#[path = "../ordered_width.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../ordered_width.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("13_concurrent_streams/ordered_width.rs")]
#[test]
fn ordered_width() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
