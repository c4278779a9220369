//! Checks `../ordered_width.rs`: `cargo test --bin ordered_width`, or `cargo run --bin ordered_width` to see its
//! timeline as well.

#[path = "../ordered_width.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "ordered_width")))
}

#[test]
#[cfg_attr(
    not_started = "ordered_width",
    ignore = "not started: exercises/13_concurrent_streams/ordered_width.rs still says TODO"
)]
fn ordered_width() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
