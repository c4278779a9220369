//! The folder that the pages are written to. Nothing is ever removed from a folder that this program did not fill.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// In every folder that was written here: says so, and holds the stamp of what was written.
const MARK: &str = ".written-by-playground";

pub(super) struct Output {
    folder: PathBuf,
}

impl Output {
    /// `target/book`, which is a build product whoever made it: `mdbook build` writes there too.
    pub(super) fn usual(target: &Path) -> Self {
        Self {
            folder: target.join("book"),
        }
    }

    /// A folder that somebody named.
    pub(super) fn chosen(folder: &Path) -> Result<Self> {
        let name = folder.display();
        match fs::symlink_metadata(folder) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(e) => return Err(e).with_context(|| format!("`{name}` cannot be read")),
            Ok(about) if !about.is_dir() => bail!("`{name}` is not a folder: name another one"),
            Ok(_) => {
                let empty = fs::read_dir(folder)
                    .with_context(|| format!("`{name}` cannot be read"))?
                    .next()
                    .is_none();
                if !empty && !folder.join(MARK).is_file() {
                    bail!(
                        "`{name}` is not empty and was not written by `build`: \
                         name an empty or a new folder"
                    );
                }
            }
        }
        let folder = std::path::absolute(folder)?;
        if folder.file_name().is_none() {
            bail!("`{name}` has no name of its own: name another folder");
        }
        Ok(Self { folder })
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn is_current(&self, stamp: &str) -> bool {
        fs::read_to_string(self.folder.join(MARK)).is_ok_and(|written| written == stamp)
    }

    /// A folder beside it to build in, so that a half-built book is never seen.
    pub(super) fn unfinished(&self) -> Result<Unfinished> {
        let name = self
            .folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy();
        let path = self
            .folder
            .with_file_name(format!(".{name}-{}", std::process::id()));
        fs::create_dir_all(&path)
            .with_context(|| format!("`{}` cannot be written", self.folder.display()))?;
        Ok(Unfinished { path })
    }

    pub(super) fn replace_by(&self, unfinished: Unfinished, stamp: &str) -> Result<()> {
        let put = || -> io::Result<()> {
            fs::write(unfinished.path.join(MARK), stamp)?;
            if self.folder.exists() {
                fs::remove_dir_all(&self.folder)?;
            }
            fs::rename(&unfinished.path, &self.folder)
        };
        match put() {
            // Another playground wrote the same pages a moment earlier.
            Err(_) if self.is_current(stamp) => Ok(()),
            done => done.with_context(|| format!("`{}` cannot be written", self.folder.display())),
        }
    }
}

/// Removes itself unless it became the output.
pub(super) struct Unfinished {
    path: PathBuf,
}

impl Unfinished {
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}
