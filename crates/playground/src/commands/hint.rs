//! `hint`: one hint at a time.

use std::process::ExitCode;

use anyhow::{Result, bail};
use course::Course;
use serde_json::json;

use crate::{cli, terminal};

pub(crate) fn hint(course: &Course, asked: &cli::Hint) -> Result<ExitCode> {
    let exercise = course.exercise(&asked.name)?;
    let hints = exercise.hints(course)?;
    let (name, step, all) = (&exercise.name, asked.step, hints.len());
    let Some(hint) = step.checked_sub(1).and_then(|i| hints.get(i)) else {
        bail!("`{name}` has {all} hints: ask for `--step 1` to `--step {all}`");
    };
    if asked.json {
        let json = json!({ "exercise": name, "step": step, "hints": all, "title": hint.title, "text": hint.text });
        terminal::print_json(&json)?;
    } else {
        let next = match step < all {
            true => format!(
                "\nThe next hint: cargo playground hint {name} --step {}\n",
                step + 1
            ),
            false => format!("\nThe solution: cargo playground solution {name}\n"),
        };
        terminal::print(&format!(
            "{} ({step} of {all})\n\n{}{next}",
            hint.title,
            terminal::markdown(&hint.text)
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}
