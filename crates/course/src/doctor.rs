//! Whether what the course needs is there, and what to do where it is not.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Serialize;

use crate::{Course, files, kit};

/// The oldest toolchain that will do.
const RUST: &str = env!("CARGO_PKG_RUST_VERSION");

/// What a first build needs, with room to spare.
const SPACE: u64 = 3 << 30;

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at.
    pub about: &'static str,
    /// Whether it will do.
    pub state: Health,
    /// What was found.
    pub found: String,
    /// What to do; `None`: nothing.
    pub advice: Option<String>,
}

/// Whether something will do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// All is well.
    Well,
    /// The course works, but not as well as it could.
    Worse,
    /// The course does not work.
    Wrong,
}

impl Finding {
    /// All is well.
    pub fn well(about: &'static str, found: impl Into<String>) -> Self {
        Self {
            about,
            state: Health::Well,
            found: found.into(),
            advice: None,
        }
    }

    /// All is not well, and this is what to do.
    pub fn ill(
        about: &'static str,
        state: Health,
        found: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self {
            state,
            advice: Some(advice.into()),
            ..Self::well(about, found)
        }
    }
}

/// Looks at everything but the network.
pub fn examine(course: &Course) -> Vec<Finding> {
    vec![
        toolchain(course.root()),
        linker(),
        flag(course.root()),
        variables(),
        exercises(course),
        progress(course),
        target(course),
        space(course),
        confinement(),
    ]
}

fn toolchain(root: &Path) -> Finding {
    const ABOUT: &str = "toolchain";
    let rustc = env::var_os("RUSTC").map_or_else(|| "rustc".into(), PathBuf::from);
    let asked = Command::new(&rustc)
        .arg("--version")
        .current_dir(root)
        .output();
    let said = asked
        .ok()
        .filter(|asked| asked.status.success())
        .map(|asked| String::from_utf8_lossy(&asked.stdout).trim().to_owned());
    let Some(said) = said else {
        return Finding::ill(
            ABOUT,
            Health::Wrong,
            format!("`{}` cannot be started", rustc.display()),
            "install Rust from https://rustup.rs",
        );
    };
    match said.split(' ').nth(1).map(is_recent) {
        Some(true) => Finding::well(ABOUT, said),
        _ => Finding::ill(
            ABOUT,
            Health::Wrong,
            format!("{said}, and the course needs {RUST} or later"),
            "type `rustup update stable`",
        ),
    }
}

fn is_recent(version: &str) -> bool {
    let number = |version: &str| -> Option<(u32, u32)> {
        let mut parts = version.split(['.', '-']);
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    };
    number(version) >= number(RUST)
}

fn linker() -> Finding {
    const ABOUT: &str = "linker";
    match Command::new("cc").arg("--version").output() {
        Ok(asked) if asked.status.success() => Finding::well(ABOUT, "`cc` is there"),
        _ => Finding::ill(
            ABOUT,
            Health::Wrong,
            "`cc` cannot be started, and rustc links with it",
            "install a C compiler: `apt install build-essential`, `dnf install gcc`, `xcode-select --install`",
        ),
    }
}

fn flag(root: &Path) -> Finding {
    const ABOUT: &str = "flag";
    let config = std::fs::read_to_string(root.join(".cargo/config.toml")).unwrap_or_default();
    match config.contains("tokio_unstable") {
        true => Finding::well(ABOUT, "`.cargo/config.toml` sets `--cfg tokio_unstable`"),
        false => Finding::ill(
            ABOUT,
            Health::Wrong,
            "`.cargo/config.toml` does not set `--cfg tokio_unstable`, so that nothing can be recorded",
            "type `git checkout .cargo/config.toml`",
        ),
    }
}

fn variables() -> Finding {
    const ABOUT: &str = "variables";
    match kit::check_flags() {
        Ok(()) => Finding::well(ABOUT, "none replaces the course's compiler flags"),
        Err(e) => {
            let said = e.to_string();
            let (found, advice) = said.split_once(": ").unwrap_or((&said, "unset it"));
            Finding::ill(ABOUT, Health::Wrong, found, advice)
        }
    }
}

fn exercises(course: &Course) -> Finding {
    const ABOUT: &str = "exercises";
    let folder = course.root().join("exercises");
    match files::can_write(&folder) {
        Ok(()) => Finding::well(ABOUT, "can be written"),
        Err(e) => Finding::ill(
            ABOUT,
            Health::Worse,
            format!(
                "`{}` cannot be written ({e}): answers cannot be saved from the page",
                folder.display()
            ),
            "make it yours, or clone the course to a folder that is",
        ),
    }
}

fn progress(course: &Course) -> Finding {
    const ABOUT: &str = "progress";
    let root = files::can_write(course.root());
    match (course.checked(), root) {
        (Err(e), _) => {
            let said = e.to_string();
            let (found, advice) = said.split_once(": ").unwrap_or((&said, "move it away"));
            Finding::ill(ABOUT, Health::Worse, found, advice)
        }
        (Ok(_), Err(e)) => Finding::ill(
            ABOUT,
            Health::Worse,
            format!(
                "`{}` cannot be written ({e}): what you solve is not kept",
                course.root().display()
            ),
            "make it yours, or clone the course to a folder that is",
        ),
        (Ok(_), Ok(())) => Finding::well(ABOUT, format!("is kept in `{}`", crate::PROGRESS_FILE)),
    }
}

fn target(course: &Course) -> Finding {
    const ABOUT: &str = "target folder";
    match course.store() {
        Err(e) => Finding::ill(
            ABOUT,
            Health::Wrong,
            e.to_string(),
            "set CARGO_TARGET_DIR to a folder that you can write",
        ),
        Ok(store) => match store.notice() {
            Some(notice) => Finding::ill(
                ABOUT,
                Health::Worse,
                notice,
                "set CARGO_TARGET_DIR to a folder that you can write",
            ),
            None => Finding::well(
                ABOUT,
                format!("`{}` can be written", store.target().display()),
            ),
        },
    }
}

fn space(course: &Course) -> Finding {
    const ABOUT: &str = "space";
    let there = course.store().ok();
    let there = there.as_ref().map_or(course.root(), |store| store.target());
    let Ok(about) = rustix::fs::statvfs(there) else {
        return Finding::well(ABOUT, "the system does not tell");
    };
    let free = about.f_bavail.saturating_mul(about.f_frsize);
    let found = format!("{} MiB are free at `{}`", free >> 20, there.display());
    match free >= SPACE {
        true => Finding::well(ABOUT, found),
        false => Finding::ill(
            ABOUT,
            Health::Worse,
            found,
            format!(
                "a first build needs up to {} MiB: make room, or set CARGO_TARGET_DIR to another disk",
                SPACE >> 20
            ),
        ),
    }
}

fn confinement() -> Finding {
    const ABOUT: &str = "confinement";
    match crate::bounded::can_confine() {
        true => Finding::well(
            ABOUT,
            "programs can write in their own folder and nowhere else",
        ),
        false => Finding::ill(
            ABOUT,
            Health::Worse,
            "this system has no Landlock: a program that you run or check can write wherever you can",
            "nothing: run no code that you do not trust",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chapter::sample;

    fn of(findings: &[Finding], about: &str) -> Finding {
        findings.iter().find(|f| f.about == about).unwrap().clone()
    }

    #[test]
    fn what_is_missing_is_found_and_comes_with_advice() {
        let folder = sample::course();
        let findings = examine(&sample::opened(&folder));
        let flag = of(&findings, "flag");
        assert_eq!(flag.state, Health::Wrong);
        assert_eq!(
            flag.advice.as_deref(),
            Some("type `git checkout .cargo/config.toml`")
        );
        assert_eq!(of(&findings, "toolchain").state, Health::Well);
        assert_eq!(of(&findings, "progress").state, Health::Well);

        sample::write(&folder, ".cargo/config.toml", "tokio_unstable");
        sample::write(&folder, crate::PROGRESS_FILE, "{");
        let findings = examine(&sample::opened(&folder));
        assert_eq!(of(&findings, "flag").state, Health::Well);
        let progress = of(&findings, "progress");
        assert_eq!(progress.state, Health::Worse);
        assert!(progress.advice.unwrap().contains("mv .progress.json"));
        let is_told = |f: &Finding| f.advice.is_some() == (f.state != Health::Well);
        assert!(findings.iter().all(is_told), "{findings:?}");
    }

    #[test]
    fn versions_are_numbers() {
        for recent in [RUST, "1.95.0", "1.100.0", "2.0.0", "1.96.0-nightly"] {
            assert!(is_recent(recent), "{recent}");
        }
        for old in ["1.94.1", "1.9.0", "0.99.0", "what"] {
            assert!(!is_recent(old), "{old}");
        }
    }
}
