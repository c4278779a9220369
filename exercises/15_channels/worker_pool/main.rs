//! Checks `../worker_pool.rs`: `cargo test --bin worker_pool`, or `cargo run --bin worker_pool` to see its
//! timeline as well.

#[path = "../worker_pool.rs"]
mod answer;
mod checks;

fn main() -> std::process::ExitCode {
    ::checks::main(checks::all().not_started(cfg!(not_started = "worker_pool")))
}

#[test]
#[cfg_attr(
    not_started = "worker_pool",
    ignore = "not started: exercises/15_channels/worker_pool.rs still says TODO"
)]
fn worker_pool() -> Result<(), ::checks::Report> {
    ::checks::test(checks::all())
}
