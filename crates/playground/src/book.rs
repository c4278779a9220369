//! Builds the pages from `book/`, in this process, and refuses to build what mdBook would only grumble about.
//!
//! The book stays an ordinary mdBook: nothing here changes what a page says. What is added is strictness
//! ([`includes`], [`scenes`], [`complaints`]) and care for the folder that is written ([`output`]).

mod complaints;
mod includes;
mod output;
mod scenes;
mod stamp;
mod viewer;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use course::Course;
use mdbook_driver::MDBook;
use mdbook_driver::config::Config;

use output::Output;

/// Builds the book into `out`, or into `target/book`, and returns that folder.
///
/// Nothing is done when the folder holds what the sources of now would give.
pub(crate) fn build(course: &Course, out: Option<&Path>) -> Result<PathBuf> {
    let output = match out {
        Some(folder) => Output::chosen(folder)?,
        None => Output::usual(course.store()?.target()),
    };
    build_into(course.root(), output)
}

fn build_into(root: &Path, output: Output) -> Result<PathBuf> {
    let sources = Sources::read(root)?;
    let stamp = stamp::of(root, &sources)?;
    if output.is_current(&stamp) {
        return Ok(output.folder().to_owned());
    }
    sources.check()?;
    let viewer = viewer::folder(&root.join(&sources.config.book.src))?;

    let unfinished = output.unfinished()?;
    let mut config = sources.config;
    config.build.build_dir = unfinished.path().to_owned();
    let (built, complaints) = complaints::collect(|| {
        MDBook::load_with_config(root, config).and_then(|book| book.build())
    });
    if let [first, rest @ ..] = complaints.as_slice() {
        let more = match rest.len() {
            0 => String::new(),
            n => format!(" (and {n} more)"),
        };
        bail!("the book cannot be built: {first}{more}");
    }
    built.map_err(|e| anyhow::anyhow!("the book cannot be built: {e:#}"))?;
    viewer::finish(unfinished.path(), viewer.as_deref())?;
    output.replace_by(unfinished, &stamp)?;
    Ok(output.folder().to_owned())
}

/// What the pages are made of.
struct Sources {
    config: Config,
    pages: Vec<Page>,
}

/// One page as its author wrote it.
struct Page {
    /// Relative to the root, as messages call it.
    name: String,
    path: PathBuf,
    text: String,
}

impl Sources {
    fn read(root: &Path) -> Result<Self> {
        let file = root.join("book.toml");
        let config = Config::from_disk(&file)
            .map_err(|e| anyhow::anyhow!("`book.toml` cannot be read: {e:#}"))?;
        let mut pages = Vec::new();
        for path in stamp::files_under(&root.join(&config.book.src))? {
            if path.extension().is_some_and(|e| e == "md") {
                let text = std::fs::read_to_string(&path)
                    .with_context(|| format!("`{}` cannot be read", path.display()))?;
                let name = path.strip_prefix(root).unwrap_or(&path);
                pages.push(Page {
                    name: name.display().to_string(),
                    path,
                    text,
                });
            }
        }
        Ok(Self { config, pages })
    }

    fn check(&self) -> Result<()> {
        for page in &self.pages {
            includes::check(page)?;
            scenes::check(page)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
