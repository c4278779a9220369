//! Where the playground keeps what it makes: a folder of its own in cargo's target folder.

use std::env;
use std::fs::{self, File, TryLockError};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;

use crate::{Error, Result, files};

/// After this time nobody uses a scratch folder any more: its playground was killed.
const SCRATCH_KEPT: Duration = Duration::from_secs(24 * 60 * 60);

/// The folder, and what to tell the user about it.
#[derive(Clone, Debug)]
pub struct Store {
    target: PathBuf,
    notice: Option<String>,
}

impl Store {
    /// Opens it in the target folder, or, where that cannot be written, among the system's temporary files.
    pub(crate) fn open(root: &Path, target: &Path) -> Result<Self> {
        match prepare(target) {
            Ok(()) => Ok(Self {
                target: target.to_owned(),
                notice: None,
            }),
            Err(why) => {
                let elsewhere = private_folder(root)?;
                prepare(&elsewhere).map_err(Error::io(&elsewhere, "written"))?;
                let notice = format!(
                    "`{}` cannot be written ({why}): build products go to `{}`; set CARGO_TARGET_DIR to choose \
                     another folder",
                    target.display(),
                    elsewhere.display()
                );
                Ok(Self {
                    target: elsewhere,
                    notice: Some(notice),
                })
            }
        }
    }

    /// What to tell the user once: that the usual folder cannot be written, and which is used instead.
    pub fn notice(&self) -> Option<&str> {
        self.notice.as_deref()
    }

    /// The folder that cargo builds into.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// The playground's own folder: for memos and other things that may be deleted at any time.
    pub fn folder(&self) -> PathBuf {
        self.target.join("playground")
    }

    /// A fresh folder that is removed when it is dropped.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn scratch(&self) -> Result<Scratch> {
        let folder = self.folder().join("scratch");
        let made = fs::create_dir_all(&folder)
            .and_then(|()| tempfile::Builder::new().prefix("run-").tempdir_in(&folder))
            .map_err(Error::io(&folder, "written"))?;
        Ok(Scratch {
            _used: hold(made.path()).ok().flatten(),
            folder: made,
        })
    }
}

/// A fresh folder that is removed when this is dropped.
#[derive(Debug)]
pub struct Scratch {
    folder: TempDir,
    _used: Option<File>,
}

impl Scratch {
    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Locks a folder until the file is closed, as it is when the process is killed; `None`: somebody else holds it.
fn hold(folder: &Path) -> io::Result<Option<File>> {
    let file = File::open(folder)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(e)) => Err(e),
    }
}

/// A folder that stays, as long as this process alone uses it.
pub(crate) struct Kept {
    pub(crate) folder: PathBuf,
    /// Locked; closing it unlocks it, also when the process is killed.
    _alone: File,
}

impl Store {
    /// The folder that is kept under this name, unless another process or thread uses it now.
    pub(crate) fn kept(&self, name: &str) -> Option<Kept> {
        let folder = self.folder().join(name);
        fs::create_dir_all(&folder).ok()?;
        let alone = hold(&folder).ok()??;
        Some(Kept {
            folder,
            _alone: alone,
        })
    }
}

/// The folder that cargo builds into when it is called from here.
pub(crate) fn target_of(root: &Path) -> PathBuf {
    let chosen = ["CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR"]
        .into_iter()
        .find_map(env::var_os);
    match chosen.filter(|chosen| !chosen.is_empty()) {
        Some(chosen) => std::path::absolute(&chosen).unwrap_or_else(|_| chosen.into()),
        None => root.join("target"),
    }
}

/// Makes the playground's folder, tries it, and removes what killed playgrounds left.
fn prepare(target: &Path) -> io::Result<()> {
    let folder = target.join("playground");
    fs::create_dir_all(&folder)?;
    tempfile::tempfile_in(&folder)?;
    let Ok(left) = fs::read_dir(folder.join("scratch")) else {
        return Ok(());
    };
    for entry in left.flatten() {
        // The clock alone may be wrong, and where there are no locks it is all there is.
        let is_used = hold(&entry.path()).is_ok_and(|held| held.is_none());
        if files::is_away(&entry, SCRATCH_KEPT) && !is_used {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    Ok(())
}

/// A folder among the temporary files that is the same each time for this course and that nobody else can write.
fn private_folder(root: &Path) -> Result<PathBuf> {
    let mut hasher = DefaultHasher::new();
    root.hash(&mut hasher);
    let user = rustix::process::getuid().as_raw();
    let folder = env::temp_dir().join(format!("playground-{user}-{:016x}", hasher.finish()));
    match fs::DirBuilder::new().mode(0o700).create(&folder) {
        Err(e) if e.kind() != io::ErrorKind::AlreadyExists => {
            return Err(Error::io(&folder, "made")(e));
        }
        _ => {}
    }
    let found = fs::symlink_metadata(&folder).map_err(Error::io(&folder, "read"))?;
    if !found.is_dir() || found.uid() != user || found.mode() & 0o077 != 0 {
        return Err(Error::Setup(format!(
            "`{}` belongs to somebody else: set CARGO_TARGET_DIR to a folder that you can write",
            folder.display()
        )));
    }
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    #[test]
    fn a_target_that_cannot_be_written_is_replaced_and_named() {
        let root = tempfile::tempdir().unwrap();
        // A file in its place: refused even to the administrator, whom no permission stops.
        fs::write(root.path().join("target"), "").unwrap();
        let target = root.path().join("target");
        let store = Store::open(root.path(), &target).unwrap();
        let notice = store.notice().unwrap();
        assert!(
            notice.contains(&format!("`{}` cannot be written", target.display())),
            "{notice}"
        );
        assert!(
            notice.contains(&format!("`{}`", store.target().display())),
            "{notice}"
        );
        store.scratch().unwrap();
        fs::remove_dir_all(store.target()).unwrap();
    }

    #[test]
    fn what_a_killed_playground_left_is_removed_and_what_is_used_stays() {
        let root = tempfile::tempdir().unwrap();
        let open = || Store::open(root.path(), &root.path().join("target")).unwrap();
        let store = open();
        let used = store.scratch().unwrap();
        let left = |name: &str| {
            let folder = store.folder().join("scratch").join(name);
            fs::create_dir(&folder).unwrap();
            folder
        };
        let (old, of_tomorrow, fresh) = (left("old"), left("of_tomorrow"), left("fresh"));
        let set = |folder: &Path, time: SystemTime| {
            File::open(folder).unwrap().set_modified(time).unwrap();
        };
        let now = SystemTime::now();
        set(&old, now - 2 * SCRATCH_KEPT);
        // As after a clock was set back by days, or forward.
        set(&of_tomorrow, now + 2 * SCRATCH_KEPT);
        set(used.path(), now - 2 * SCRATCH_KEPT);
        open();
        let there = [&old, &of_tomorrow, &fresh].map(|folder| folder.exists());
        assert_eq!(there, [false, false, true]);
        assert!(used.path().exists());
    }

    #[test]
    fn the_private_folder_is_private_and_stays_the_same() {
        let root = tempfile::tempdir().unwrap();
        let folder = private_folder(root.path()).unwrap();
        assert_eq!(folder, private_folder(root.path()).unwrap());
        assert_eq!(fs::metadata(&folder).unwrap().mode() & 0o777, 0o700);
        fs::remove_dir(folder).unwrap();
    }
}
