//! Checks `../event.rs`: `cargo test --bin event`, or `cargo run --bin event` to see its
//! timeline as well.

#[path = "../event.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(include_bytes!("../event.rs"), include_bytes!("checks.rs"))
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("14_sync_primitives/event.rs")]
#[test]
fn event() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
