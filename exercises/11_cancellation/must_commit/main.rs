//! Checks `../must_commit.rs`: `cargo test --bin must_commit`, or `cargo run --bin must_commit` to see its
//! timeline as well.

#[path = "../must_commit.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../must_commit.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("11_cancellation/must_commit.rs")]
#[test]
fn must_commit() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
