//! Checks `../async_closure.rs`: `cargo test --bin async_closure`, or `cargo run --bin async_closure` to see its
//! timeline as well.

#[path = "../async_closure.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "async_closure")))
}

#[test]
#[cfg_attr(
    not_started = "async_closure",
    ignore = "not started: exercises/02_coroutines/async_closure.rs still says TODO"
)]
fn async_closure() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
