//! Checks `../recursive_walk.rs`: `cargo test --bin recursive_walk`, or `cargo run --bin recursive_walk` to see its
//! timeline as well.

#[path = "../recursive_walk.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "recursive_walk")))
}

#[test]
#[cfg_attr(
    not_started = "recursive_walk",
    ignore = "not started: exercises/02_coroutines/recursive_walk.rs still says TODO"
)]
fn recursive_walk() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
