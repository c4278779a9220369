//! Checks `../token_tree.rs`: `cargo test --bin token_tree`, or `cargo run --bin token_tree` to see its
//! timeline as well.

#[path = "../token_tree.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../token_tree.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("11_cancellation/token_tree.rs")]
#[test]
fn token_tree() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
