//! Checks `../worker_pool.rs`: `cargo test --bin worker_pool`, or `cargo run --bin worker_pool` to see its
//! timeline as well.

#[path = "../worker_pool.rs"]
mod answer;
mod checks;

fn exercise() -> ::checks::Exercise {
    checks::all().of(
        include_bytes!("../worker_pool.rs"),
        include_bytes!("checks.rs"),
    )
}

fn main() -> std::process::ExitCode {
    ::checks::main(exercise())
}

#[::checks::ignore_until_started("15_channels/worker_pool.rs")]
#[test]
fn worker_pool() -> Result<(), ::checks::Report> {
    ::checks::test(exercise())
}
