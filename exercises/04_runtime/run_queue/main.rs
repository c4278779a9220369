//! Checks `../run_queue.rs`: `cargo test --bin run_queue`, or `cargo run --bin run_queue` to see its timeline as well.

#[path = "../run_queue.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../run_queue.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("04_runtime/run_queue.rs")]
#[test]
fn run_queue() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
