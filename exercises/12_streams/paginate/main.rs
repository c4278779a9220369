//! Checks `../paginate.rs`: `cargo test --bin paginate`, or `cargo run --bin paginate` to see its
//! timeline as well.

#[path = "../paginate.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "paginate")))
}

#[test]
#[cfg_attr(
    not_started = "paginate",
    ignore = "not started: exercises/12_streams/paginate.rs still says TODO"
)]
fn paginate() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
