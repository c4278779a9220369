//! Checks `../async_closure.rs`: `cargo test --bin async_closure`, or `cargo run --bin async_closure` to see its
//! timeline as well.

#[path = "../async_closure.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../async_closure.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("02_coroutines/async_closure.rs")]
#[test]
fn async_closure() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
