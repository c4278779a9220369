//! Checks `../limiter.rs`: `cargo test --bin limiter`, or `cargo run --bin limiter` to see its
//! timeline as well.

#[path = "../limiter.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(include_bytes!("../limiter.rs"), include_bytes!("checks.rs"))
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("14_sync_primitives/limiter.rs")]
#[test]
fn limiter() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
