//! Checks `../nothing_happens_yet.rs`: `cargo test --bin nothing_happens_yet`, or `cargo run --bin nothing_happens_yet` to see its
//! timeline as well.

#[path = "../nothing_happens_yet.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../nothing_happens_yet.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("02_coroutines/nothing_happens_yet.rs")]
#[test]
fn nothing_happens_yet() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
