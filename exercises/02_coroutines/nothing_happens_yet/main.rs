//! Checks `../nothing_happens_yet.rs`: `cargo test --bin nothing_happens_yet`, or `cargo run --bin nothing_happens_yet` to see its
//! timeline as well.

#[path = "../nothing_happens_yet.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "nothing_happens_yet")))
}

#[test]
#[cfg_attr(
    not_started = "nothing_happens_yet",
    ignore = "not started: exercises/02_coroutines/nothing_happens_yet.rs still says TODO"
)]
fn nothing_happens_yet() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
