//! The build without the flag: Tokio reports nothing there, so it is another Tokio, in a target folder of its own.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// Builds this crate without `--cfg tokio_unstable`, and says where the program is.
///
/// `executable`: this one, in whose target folder the other build finds its place.
pub(crate) fn build(executable: &Path) -> Result<PathBuf, String> {
    let (profile, folder) = match cfg!(debug_assertions) {
        true => ("dev", "debug"),
        false => ("bench", "release"),
    };
    let target = executable
        .parent()
        .and_then(Path::parent)
        .ok_or("this program lies in no target folder")?
        .join("plain");
    let built = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--quiet", "--locked", "--no-default-features"])
        .args(["--profile", profile, "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .arg("--target-dir")
        .arg(&target)
        // Set, though empty: it replaces the flags of `.cargo/config.toml`.
        .env("RUSTFLAGS", "")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .status()
        .map_err(|e| format!("cargo does not start: {e}"))?;
    if !built.success() {
        return Err("the build without the flag failed".to_owned());
    }
    Ok(target.join(folder).join("bench-recorder"))
}
