//! Checks `../quit_signal.rs`: `cargo test --bin quit_signal`, or `cargo run --bin quit_signal` to see its
//! timeline as well.

#[path = "../quit_signal.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../quit_signal.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("07_select/quit_signal.rs")]
#[test]
fn quit_signal() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
