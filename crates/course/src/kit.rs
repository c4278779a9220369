//! The kit: the crates that lessons, exercises and free programs use, built once, so that a program compiles with one
//! call of rustc instead of a round of cargo.

mod build;
mod flags;
mod prelinked;
mod progress;
mod stamp;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

pub(crate) use prelinked::{NAME as PRELINKED, Prelinked};
pub use progress::Progress;

use crate::{Cancel, Course, Error, Limits, Result, Store, Tokio, files};

/// The packages of the course that are built for it; what they depend on comes along.
const PACKAGES: [&str; 3] = ["tokio-facade", "checks", "lessons"];

/// Nothing of it is built for the kit. Named to cargo too, it makes cargo build all others with the same features as for
/// the `playground` program, and so only once.
const NEIGHBOUR: &str = "playground";

/// The crates that a program finds, beside `tokio`.
const CRATES: [&str; 10] = [
    "anyhow",
    "async_stream",
    "checks",
    "futures",
    "lessons",
    "thiserror",
    "timeline",
    "tokio_stream",
    "tokio_util",
    "world",
];

/// The file with what is known of a kit.
const MEMO: &str = "kit.json";

/// How often to look whether another playground has built them.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// The prebuilt crates of a course, and the compiler that built them. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Kit {
    inner: Arc<Inner>,
    limits: Limits,
}

#[derive(Debug)]
struct Inner {
    root: PathBuf,
    store: Store,
    memo: PathBuf,
    contents: Contents,
}

/// What is known about the kit, kept between two starts of the playground.
#[derive(Debug, Serialize, Deserialize)]
struct Contents {
    /// Where the compiler is.
    rustc: PathBuf,
    /// Where its libraries are that programs need when they run.
    target_libdir: Option<PathBuf>,
    /// The course that it was built from: several checkouts may share a target folder.
    root: PathBuf,
    /// The library of each crate, by name.
    libraries: BTreeMap<String, PathBuf>,
    /// All of them in one.
    prelinked: Option<Prelinked>,
    /// Files and folders that it was built from.
    sources: Vec<PathBuf>,
    /// What all of these looked like when it was built.
    stamp: u64,
}

impl Kit {
    /// Builds the crates, or finds that nothing changed since they were built: then it takes a millisecond.
    ///
    /// # Errors
    /// [`Error::Cancelled`]; when the crates do not build; when a variable in the environment takes away the flag
    /// without which nothing can be recorded.
    pub fn prepare(
        course: &Course,
        on_progress: &mut dyn FnMut(Progress),
        cancel: &Cancel,
    ) -> Result<Self> {
        check_flags()?;
        let store = course.store()?;
        let memo = memo(course, &store);
        let known = || {
            let known = fs::read(&memo).ok()?;
            let known = serde_json::from_slice::<Contents>(&known).ok()?;
            (known.root == course.root() && known.stamp == stamp::of(&known)).then_some(known)
        };
        let contents = match known() {
            Some(known) => known,
            None => {
                // One at a time: whoever waited finds that there is nothing left to do.
                let _alone = alone(&store.folder().join(course.key("")), on_progress, cancel)?;
                match known() {
                    Some(known) => known,
                    None => Self::build(course, &store, &memo, on_progress, cancel)?,
                }
            }
        };
        let inner = Inner {
            root: course.root().to_owned(),
            store,
            memo,
            contents,
        };
        Ok(Self {
            inner: Arc::new(inner),
            limits: Limits::compile(),
        })
    }

    /// The same, with other bounds for the compiler.
    pub fn within(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    fn build(
        course: &Course,
        store: &Store,
        memo: &Path,
        on_progress: &mut dyn FnMut(Progress),
        cancel: &Cancel,
    ) -> Result<Contents> {
        let began = Instant::now();
        on_progress(Progress::Checking);
        clear_away(store);
        let contents = build::build(course, store, on_progress, cancel)?;
        if let Ok(json) = serde_json::to_vec(&contents) {
            let _ = files::replace(memo, &json);
        }
        on_progress(Progress::Done {
            seconds: began.elapsed().as_secs_f64(),
        });
        Ok(contents)
    }

    pub(crate) fn root(&self) -> &Path {
        &self.inner.root
    }

    pub(crate) fn store(&self) -> &Store {
        &self.inner.store
    }

    /// What the compiler may take for one program.
    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(crate) fn rustc(&self) -> &Path {
        &self.inner.contents.rustc
    }

    /// A number that changes when the crates are built anew from other sources.
    pub(crate) fn stamp(&self) -> u64 {
        self.inner.contents.stamp
    }

    /// Whether the crates still are those that were built: somebody else may build meanwhile.
    pub(crate) fn is_as_built(&self) -> bool {
        stamp::of(&self.inner.contents) == self.stamp()
    }

    /// Where the crates lie that the crates depend on.
    pub(crate) fn folders(&self) -> impl Iterator<Item = &Path> {
        self.inner.contents.folders()
    }

    /// The crates that a program finds, with their libraries.
    pub(crate) fn externs(&self, tokio: Tokio) -> impl Iterator<Item = (&str, &Path)> {
        externs(&self.inner.contents, tokio)
    }

    /// All crates in one library, for a program on [`Tokio::Real`] that says `extern crate` to it.
    pub(crate) fn prelinked(&self) -> Option<&Prelinked> {
        self.inner.contents.prelinked.as_ref()
    }

    /// Forgets what is known, so that the next [`Kit::prepare`] asks cargo.
    pub(crate) fn forget(&self) {
        let _ = fs::remove_file(&self.inner.memo);
    }
}

impl Contents {
    fn folders(&self) -> impl Iterator<Item = &Path> {
        let folders: BTreeSet<&Path> = self
            .libraries
            .values()
            .filter_map(|file| file.parent())
            .collect();
        folders.into_iter()
    }
}

fn externs(contents: &Contents, tokio: Tokio) -> impl Iterator<Item = (&str, &Path)> {
    let library = |name: &str| contents.libraries.get(name).map(PathBuf::as_path);
    let tokio = match tokio {
        Tokio::Facade => "tokio_facade",
        Tokio::Real => "tokio",
    };
    let others = CRATES
        .into_iter()
        .filter_map(move |name| Some((name, library(name)?)));
    library(tokio)
        .map(|file| ("tokio", file))
        .into_iter()
        .chain(others)
}

/// Holds a folder until what is returned is dropped, or this process ends in whichever way.
fn alone(
    folder: &Path,
    on_progress: &mut dyn FnMut(Progress),
    cancel: &Cancel,
) -> Result<Option<File>> {
    fs::create_dir_all(folder).map_err(Error::io(folder, "made"))?;
    let file = File::open(folder).map_err(Error::io(folder, "read"))?;
    let mut told = false;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::WouldBlock) => {}
            // Some network file systems have no locks.
            Err(TryLockError::Error(_)) => return Ok(None),
        }
        if !std::mem::replace(&mut told, true) {
            on_progress(Progress::Waiting);
        }
        cancel.check()?;
        std::thread::sleep(LOOK_AGAIN);
    }
}

/// Removes the kits of checkouts that are gone: several may share a target folder, and each kit takes 30 MB.
fn clear_away(store: &Store) {
    for entry in fs::read_dir(store.folder()).into_iter().flatten().flatten() {
        let known = fs::read(entry.path().join(MEMO)).unwrap_or_default();
        let known = serde_json::from_slice::<Contents>(&known);
        if known.is_ok_and(|known| !known.root.exists()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn memo(course: &Course, store: &Store) -> PathBuf {
    store.folder().join(course.key(MEMO))
}

/// That no variable in the environment takes away the flag without which nothing is recorded.
pub(crate) fn check_flags() -> Result<()> {
    flags::check(std::env::vars_os())
}

fn setup(sentence: impl Into<String>) -> Error {
    Error::Setup(sentence.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chapter::sample;

    #[test]
    fn the_kits_of_checkouts_that_are_gone_go_too() {
        let folder = sample::course();
        let store = sample::opened(&folder).store().unwrap();
        let kit = |name: &str, root: &Path| {
            let contents = Contents {
                rustc: PathBuf::new(),
                target_libdir: None,
                root: root.to_owned(),
                libraries: BTreeMap::new(),
                prelinked: None,
                sources: Vec::new(),
                stamp: 0,
            };
            let memo = store.folder().join(name).join(MEMO);
            files::replace(&memo, &serde_json::to_vec(&contents).unwrap()).unwrap();
        };
        kit("here", folder.path());
        kit("gone", &folder.path().join("nowhere"));
        fs::create_dir(store.folder().join("scratch")).unwrap();
        clear_away(&store);
        let left = ["here", "gone", "scratch"].map(|name| store.folder().join(name).exists());
        assert_eq!(left, [true, false, true]);
    }
}
