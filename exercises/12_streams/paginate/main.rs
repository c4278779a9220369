//! Checks `../paginate.rs`: `cargo test --bin paginate`, or `cargo run --bin paginate` to see its
//! timeline as well.

#[path = "../paginate.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../paginate.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("12_streams/paginate.rs")]
#[test]
fn paginate() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
