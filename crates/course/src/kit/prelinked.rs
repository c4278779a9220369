//! All crates of the kit in one dynamic library: linking a program to it takes a fraction of the time that it takes to
//! link the program to each of them.
//!
//! Where it cannot be made, programs are linked to the crates themselves.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Contents, externs};
use crate::bounded::{self, Ended, Job, Limits};
use crate::{Cancel, Store, Tokio, environment};

/// The name of the crate.
pub(crate) const NAME: &str = "course_kit";

/// The library, and where programs find it and the standard library when they start.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Prelinked {
    pub(crate) file: PathBuf,
    pub(crate) search: Vec<PathBuf>,
}

/// Links it anew. The linker replaces the file: programs that still run keep the old one.
pub(super) fn link(
    contents: &Contents,
    folder: &Path,
    store: &Store,
    cancel: &Cancel,
) -> Option<Prelinked> {
    let report = store.scratch().ok()?;
    fs::create_dir_all(folder).ok()?;
    let root = folder.join("kit.rs");
    let externs: Vec<_> = externs(contents, Tokio::Real).collect();
    let text: String = externs
        .iter()
        .map(|(name, _)| format!("pub extern crate {name};\n"))
        .collect();
    fs::write(&root, text).ok()?;
    let file = folder.join(format!(
        "{}{NAME}{}",
        std::env::consts::DLL_PREFIX,
        std::env::consts::DLL_SUFFIX
    ));
    let mut args: Vec<String> = [
        "--edition=2024",
        "--crate-type=dylib",
        "--cfg=tokio_unstable",
        "-Cdebuginfo=limited",
        // The standard library as a library too: it may be in a program only once.
        "-Cprefer-dynamic",
    ]
    .map(str::to_owned)
    .into();
    if cfg!(target_os = "linux") {
        // It finds its own functions itself: the system need not look up 25,000 names at each start of a program.
        args.push("-Clink-arg=-Wl,-Bsymbolic".to_owned());
    }
    args.push(format!("--crate-name={NAME}"));
    args.extend(
        contents
            .folders()
            .map(|f| format!("-Ldependency={}", f.display())),
    );
    args.extend(
        externs
            .iter()
            .map(|(name, file)| format!("--extern={name}={}", file.display())),
    );
    args.extend([
        "-o".to_owned(),
        file.display().to_string(),
        root.display().to_string(),
    ]);
    let job = Job {
        program: contents.rustc.clone(),
        args,
        env: environment::for_tools(),
        folder: folder.to_owned(),
        stdout: None,
        stderr: None,
        report: report.path().join("linked.json"),
        limits: Limits::compile(),
        writable: None,
    };
    let linked = bounded::run(&job, cancel, &mut |_| {}).ok()?;
    let of_std = contents.target_libdir.clone()?;
    (linked.ended == Ended::Exited { code: 0 }).then(|| Prelinked {
        file,
        search: vec![folder.to_owned(), of_std],
    })
}
