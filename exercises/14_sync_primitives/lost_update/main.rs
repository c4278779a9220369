//! Checks `../lost_update.rs`: `cargo test --bin lost_update`, or `cargo run --bin lost_update` to see its
//! timeline as well.

#[path = "../lost_update.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../lost_update.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("14_sync_primitives/lost_update.rs")]
#[test]
fn lost_update() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
