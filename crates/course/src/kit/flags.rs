//! Finds the variables that make cargo ignore the flags of `.cargo/config.toml`: without those nothing is recorded, and
//! cargo says nothing about it.

use std::ffi::OsString;

use crate::Result;

/// The flag that must not get lost.
const FLAG: &str = "tokio_unstable";

pub(super) fn check(environment: impl Iterator<Item = (OsString, OsString)>) -> Result<()> {
    for (name, value) in environment {
        let (name, value) = (name.to_string_lossy(), value.to_string_lossy());
        if replaces_flags(&name, &value) && !value.contains(FLAG) {
            return Err(super::setup(format!(
                "`{name}` is set and replaces the course's own compiler flags, so that nothing can be recorded: \
                 unset it, or add `--cfg {FLAG}` to it"
            )));
        }
    }
    Ok(())
}

/// As cargo 1.95 does it: the first two also when they are empty, one for a target only when it is not, and
/// `CARGO_BUILD_RUSTFLAGS` adds to the configuration instead of replacing it.
fn replaces_flags(name: &str, value: &str) -> bool {
    ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"].contains(&name)
        || (name.starts_with("CARGO_TARGET_") && name.ends_with("_RUSTFLAGS") && !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(name: &str, value: &str) -> Option<String> {
        check([(name.into(), value.into())].into_iter())
            .err()
            .map(|e| e.to_string())
    }

    #[test]
    fn what_replaces_the_flags_is_named_with_its_cure() {
        for name in [
            "RUSTFLAGS",
            "CARGO_ENCODED_RUSTFLAGS",
            "CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUSTFLAGS",
        ] {
            let said = checked(name, "-D warnings").unwrap();
            assert!(
                said.starts_with(&format!("`{name}` is set")) && said.ends_with("to it"),
                "{said}"
            );
        }
    }

    #[test]
    fn an_empty_variable_replaces_them_too() {
        assert!(checked("RUSTFLAGS", "").is_some());
        assert!(checked("CARGO_ENCODED_RUSTFLAGS", "").is_some());
    }

    #[test]
    fn what_keeps_them_is_accepted() {
        assert_eq!(
            checked("RUSTFLAGS", "-D warnings --cfg tokio_unstable"),
            None
        );
        assert_eq!(
            checked("CARGO_ENCODED_RUSTFLAGS", "--cfg\u{1f}tokio_unstable"),
            None
        );
        assert_eq!(checked("CARGO_BUILD_RUSTFLAGS", "-D warnings"), None);
        assert_eq!(
            checked("CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUSTFLAGS", ""),
            None
        );
        assert_eq!(checked("RUSTDOCFLAGS", ""), None);
        assert_eq!(checked("CARGO_TARGET_DIR", "/x"), None);
    }
}
