//! `reset`: back to the stub, with the answer kept.

use std::process::ExitCode;

use anyhow::Result;
use course::{Course, Reset};
use serde_json::json;

use crate::{cli, terminal};

pub(crate) fn reset(course: &Course, asked: &cli::Reset) -> Result<ExitCode> {
    let exercise = course.exercise(&asked.name)?;
    let reset = exercise.reset(course)?;
    if asked.json {
        let kept = match &reset {
            Reset::Kept(kept) => Some(kept),
            Reset::Unchanged | Reset::Restored => None,
        };
        terminal::print_json(&json!({
            "exercise": exercise.name,
            "file": exercise.file,
            "kept": kept,
            "all_kept": exercise.kept(course),
        }))?;
        return Ok(ExitCode::SUCCESS);
    }
    let file = &exercise.file;
    terminal::print(&match reset {
        Reset::Unchanged => format!("`{file}` is as it was shipped: nothing to do\n"),
        Reset::Restored => format!("`{file}` is there again, as it was shipped\n"),
        Reset::Kept(kept) => {
            format!("`{file}` is as it was shipped; what was in it is in `{kept}`\n")
        }
    })?;
    let all = exercise.kept(course);
    if all.len() > 1 {
        terminal::print(&format!("kept so far:\n    {}\n", all.join("\n    ")))?;
    }
    Ok(ExitCode::SUCCESS)
}
