//! `build`: the book as a folder of pages.

use std::process::ExitCode;

use anyhow::Result;
use course::Course;
use serde_json::json;

use crate::{book, cli, terminal};

pub(crate) fn build(course: &Course, asked: &cli::Build) -> Result<ExitCode> {
    let folder = book::build(course, asked.out.as_deref())?;
    if asked.json {
        terminal::print_json(&json!({ "folder": folder }))?;
    } else {
        terminal::print(&format!(
            "the book is in `{}`: put it on any web server, or open its `index.html` from the disk\n",
            folder.display()
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}
