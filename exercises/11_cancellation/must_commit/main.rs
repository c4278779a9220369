//! Checks `../must_commit.rs`: `cargo test --bin must_commit`, or `cargo run --bin must_commit` to see its
//! timeline as well.

#[path = "../must_commit.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "must_commit")))
}

#[test]
#[cfg_attr(
    not_started = "must_commit",
    ignore = "not started: exercises/11_cancellation/must_commit.rs still says TODO"
)]
fn must_commit() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
