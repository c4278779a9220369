//! What of the environment others get to see.

use std::env;

/// What a program of the reader's finds: enough to run, and no token or secret that happens to be set.
const FOR_PROGRAMS: [&str; 7] = [
    "PATH",
    "HOME",
    "USER",
    "LANG",
    "LC_ALL",
    "TZ",
    "RUST_BACKTRACE",
];

pub(crate) fn for_programs() -> Vec<(String, String)> {
    FOR_PROGRAMS
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), env::var(name).ok()?)))
        .collect()
}

/// What the compiler finds: everything that is text, except what cargo told this program about itself.
pub(crate) fn for_tools() -> Vec<(String, String)> {
    env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .filter(|(name, _)| !is_of_cargo_run(name))
        .collect()
}

/// Set by `cargo run` for the program that it starts: about the package `playground`, and wrong for what that starts.
pub(crate) fn is_of_cargo_run(name: &str) -> bool {
    name.starts_with("CARGO_PKG_")
        || name.starts_with("CARGO_MANIFEST_")
        || [
            "CARGO_CRATE_NAME",
            "CARGO_BIN_NAME",
            "CARGO_PRIMARY_PACKAGE",
            "OUT_DIR",
        ]
        .contains(&name)
}
