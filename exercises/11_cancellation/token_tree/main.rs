//! Checks `../token_tree.rs`: `cargo test --bin token_tree`, or `cargo run --bin token_tree` to see its
//! timeline as well.

#[path = "../token_tree.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "token_tree")))
}

#[test]
#[cfg_attr(
    not_started = "token_tree",
    ignore = "not started: exercises/11_cancellation/token_tree.rs still says TODO"
)]
fn token_tree() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
