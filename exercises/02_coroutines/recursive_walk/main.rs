//! Checks `../recursive_walk.rs`: `cargo test --bin recursive_walk`, or `cargo run --bin recursive_walk` to see its
//! timeline as well.

#[path = "../recursive_walk.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../recursive_walk.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("02_coroutines/recursive_walk.rs")]
#[test]
fn recursive_walk() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
