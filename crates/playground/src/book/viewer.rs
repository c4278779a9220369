//! The viewer of timelines, beside the pages that use it. mdBook copies it from `book/viewer`, a link to where it lies;
//! here is what mdBook cannot know.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

const VIEWER: &str = "viewer";
/// The same modules as one script: `load.js` takes it where a page is opened from the disk.
const CLASSIC: &str = "classic.js";

/// Where the viewer lies that the book in this folder links to; `None`: it has none.
pub(super) fn folder(book: &Path) -> Result<Option<PathBuf>> {
    let link = book.join(VIEWER);
    if link.is_dir() {
        return Ok(Some(link));
    }
    // A checkout without symbolic links, as on Windows, has a file there that names the folder.
    let Ok(named) = fs::read_to_string(&link) else {
        return Ok(None);
    };
    let folder = book.join(named.trim());
    if !folder.is_dir() {
        bail!(
            "`{}` is a file, and there is no folder `{}` that it could stand for: `git checkout -- {0}` restores it",
            link.display(),
            named.trim(),
        );
    }
    Ok(Some(folder))
}

/// Completes what mdBook has written.
pub(super) fn finish(pages: &Path, viewer: Option<&Path>) -> Result<()> {
    let Some(viewer) = viewer else {
        return Ok(());
    };
    let there = pages.join(VIEWER);
    let copied = || -> std::io::Result<()> {
        if !there.is_dir() {
            fs::remove_file(&there)?;
            fs::create_dir(&there)?;
        }
        for file in fs::read_dir(viewer)? {
            let file = file?;
            let (from, to) = (file.path(), there.join(file.file_name()));
            if from.extension().is_some_and(|e| e == "js") {
                fs::write(to, timeline::view::module(&fs::read_to_string(from)?))?;
            } else {
                fs::copy(from, to)?;
            }
        }
        fs::write(there.join(CLASSIC), timeline::view::script())
    };
    copied().with_context(|| format!("`{}` cannot be written", there.display()))
}
