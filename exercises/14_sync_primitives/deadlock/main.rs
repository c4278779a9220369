//! Checks `../deadlock.rs`: `cargo test --bin deadlock`, or `cargo run --bin deadlock` to see its
//! timeline as well.

#[path = "../deadlock.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../deadlock.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("14_sync_primitives/deadlock.rs")]
#[test]
fn deadlock() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
