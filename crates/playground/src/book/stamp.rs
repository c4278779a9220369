//! Whether the pages have to be built again: one line for each file that they are made of.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result};

use super::{Sources, includes, viewer};

/// A text that changes whenever the pages could come out differently.
pub(super) fn of(root: &Path, sources: &Sources) -> Result<String> {
    let book = root.join(&sources.config.book.src);
    let mut files: BTreeSet<PathBuf> = files_under(&book)?.into_iter().collect();
    if let Some(viewer) = viewer::folder(&book)? {
        files.extend(files_under(&viewer)?);
    }
    files.insert(root.join("book.toml"));
    if let Some(html) = sources.config.html_config() {
        let extra = html.additional_css.iter().chain(&html.additional_js);
        files.extend(extra.map(|file| root.join(file)));
    }
    for page in &sources.pages {
        files.extend(
            includes::find(&page.text)
                .iter()
                .map(|i| i.path(&page.path)),
        );
    }
    if let Ok(this_program) = std::env::current_exe() {
        files.insert(this_program);
    }

    let mut stamp = String::new();
    for file in files {
        let about = std::fs::metadata(&file).ok().map(|m| {
            let changed = m
                .modified()
                .ok()
                .and_then(|t| t.duration_since(UNIX_EPOCH).ok());
            (m.len(), changed.map_or(0, |t| t.as_nanos()))
        });
        let _ = match about {
            Some((size, changed)) => writeln!(stamp, "{} {size} {changed}", file.display()),
            None => writeln!(stamp, "{} missing", file.display()),
        };
    }
    Ok(stamp)
}

/// Every file in a folder and the folders in it, in the order of their names.
pub(super) fn files_under(folder: &Path) -> Result<Vec<PathBuf>> {
    let unreadable = || format!("`{}` cannot be read", folder.display());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(unreadable)? {
        let entry = entry.with_context(unreadable)?;
        // Also where a link leads to one: mdBook copies what it finds there.
        if entry.path().is_dir() {
            files.extend(files_under(&entry.path())?);
        } else {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}
