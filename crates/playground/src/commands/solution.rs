//! `solution`: the solution, and why it is right.

use std::process::ExitCode;

use anyhow::Result;
use course::Course;
use serde_json::json;

use crate::{cli, terminal};

pub(crate) fn solution(course: &Course, asked: &cli::Solution) -> Result<ExitCode> {
    let exercise = course.exercise(&asked.name)?;
    let solution = exercise.solution(course)?;
    if asked.json {
        let course::Solution { file, text, why } = solution;
        terminal::print_json(
            &json!({ "exercise": exercise.name, "file": file, "text": text, "why": why }),
        )?;
    } else {
        terminal::print(&format!(
            "{}\n\n{}\n{}",
            solution.file,
            solution.text,
            terminal::markdown(&solution.why)
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}
