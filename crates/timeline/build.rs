//! Says early that nothing can be recorded: the compiler flags are replaced, and with them the one that Tokio needs.

fn main() {
    println!("cargo::rerun-if-env-changed=CARGO_ENCODED_RUSTFLAGS");
    let flags = std::env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    if !flags.contains("tokio_unstable") {
        println!(
            "cargo::warning=built without `--cfg tokio_unstable`: nothing can be recorded; if RUSTFLAGS is set in the \
             environment, it replaces the flags of .cargo/config.toml: unset it, or add the flag to it"
        );
    }
}
