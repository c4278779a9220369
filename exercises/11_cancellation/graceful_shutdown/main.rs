//! Checks `../graceful_shutdown.rs`: `cargo test --bin graceful_shutdown`, or `cargo run --bin graceful_shutdown` to see its
//! timeline as well.

#[path = "../graceful_shutdown.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../graceful_shutdown.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("11_cancellation/graceful_shutdown.rs")]
#[test]
fn graceful_shutdown() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
