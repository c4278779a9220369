//! Reading and replacing files with the errors that a person needs.

use std::fs::{self, DirEntry, Permissions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, SystemTime};

use tempfile::NamedTempFile;

use crate::{Error, Result};

/// What the names of files begin with that are being written; git does not see them.
pub(crate) const BEING_WRITTEN: &str = ".saving-";

/// Replaces a file in one step: who reads it sees the old or the new text, never a part, also when this process is
/// killed. Who may read and write it stays as it was.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // What a link leads to is replaced, and not the link.
    let there = path.canonicalize();
    let path = there.as_deref().unwrap_or(path);
    beside(path, bytes)?.persist(path)?;
    Ok(())
}

/// Tries whether files can be made in a folder.
pub(crate) fn can_write(folder: &Path) -> io::Result<()> {
    let name = tempfile::Builder::new()
        .prefix(BEING_WRITTEN)
        .tempfile_in(folder);
    name.map(drop)
}

/// Makes a file in one step, unless there is one: then `false`.
pub(crate) fn create(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    match beside(path, bytes)?.persist_noclobber(path) {
        Ok(_) => Ok(true),
        Err(e) if e.error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(e) => Err(e.error),
    }
}

/// A new file in the same folder, with this content, safe on the disk, and with the rights of the file whose place it is
/// to take.
pub(crate) fn beside(path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let folder = path.parent().expect("a file lies in a folder");
    fs::create_dir_all(folder)?;
    // As for any new file: what the user's mask leaves.
    let usual = Permissions::from_mode(0o666);
    let mut file = tempfile::Builder::new()
        .prefix(BEING_WRITTEN)
        .permissions(usual)
        .tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_data()?;
    if let Ok(old) = fs::metadata(path) {
        file.as_file().set_permissions(old.permissions())?;
    }
    Ok(file)
}

/// Removes what processes left in a folder that were killed while they wrote. Nobody may be writing there now that began
/// longer ago than this.
pub(crate) fn clear_away(folder: &Path, longest: Duration) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if name.to_string_lossy().starts_with(BEING_WRITTEN) && is_away(&entry, longest) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether it was changed this long ago, or this far in the future: then the clock was set back.
pub(crate) fn is_away(entry: &DirEntry, by: Duration) -> bool {
    let now = SystemTime::now();
    let away = |t| now.duration_since(t).unwrap_or_else(|e| e.duration());
    let changed = entry.metadata().and_then(|about| about.modified());
    changed.is_ok_and(|t| away(t) >= by)
}

/// Reads a program in one file: a file whose name ends in `.rs` and whose text is UTF-8.
///
/// # Errors
/// [`Error::NotAProgram`], with a sentence for each way in which it is none.
pub fn read_program(path: &Path) -> Result<String> {
    let no = |why: String| Error::NotAProgram {
        path: path.to_owned(),
        why,
    };
    if path.is_dir() {
        return Err(no("is a folder: name a file that ends in `.rs`".to_owned()));
    }
    if !path.exists() {
        return Err(no("does not exist: check the path".to_owned()));
    }
    if path.extension().is_none_or(|extension| extension != "rs") {
        return Err(no(
            "is not a Rust file: name a file that ends in `.rs`".to_owned()
        ));
    }
    let bytes = fs::read(path).map_err(|e| no(format!("cannot be read: {e}")))?;
    String::from_utf8(bytes).map_err(|e| {
        let line = e.as_bytes()[..e.utf8_error().valid_up_to()]
            .iter()
            .filter(|b| **b == b'\n')
            .count()
            + 1;
        no(format!("is not UTF-8 text: look at line {line}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_of_being_no_program_has_its_sentence() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("text.txt"), "fn main() {}").unwrap();
        fs::write(path("latin.rs"), b"fn main() {\n// caf\xe9\n}").unwrap();
        fs::write(path("good.rs"), "fn main() {}").unwrap();
        fs::create_dir(path("folder.rs")).unwrap();
        for (name, why) in [
            ("folder.rs", "is a folder: name a file that ends in `.rs`"),
            ("missing.rs", "does not exist: check the path"),
            (
                "text.txt",
                "is not a Rust file: name a file that ends in `.rs`",
            ),
            ("latin.rs", "is not UTF-8 text: look at line 2"),
        ] {
            let error = read_program(&path(name)).unwrap_err().to_string();
            assert_eq!(error, format!("`{}` {why}", path(name).display()));
        }
        assert_eq!(read_program(&path("good.rs")).unwrap(), "fn main() {}");
    }

    #[test]
    fn replacing_makes_the_folder_and_leaves_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("inside/file");
        replace(&path, b"one").unwrap();
        replace(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_link_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("file"), "one").unwrap();
        std::os::unix::fs::symlink(path("file"), path("link")).unwrap();
        replace(&path("link"), b"two").unwrap();
        assert_eq!(fs::read(path("file")).unwrap(), b"two");
        assert!(fs::symlink_metadata(path("link")).unwrap().is_symlink());
    }

    #[test]
    fn replacing_leaves_the_permissions() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        replace(&path, b"one").unwrap();
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o600,
            0o600
        );
        fs::set_permissions(&path, Permissions::from_mode(0o640)).unwrap();
        replace(&path, b"two").unwrap();
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o640
        );
    }
}
