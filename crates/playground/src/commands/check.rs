//! `check`: whether answers are right, and what is wrong with those that are not.

use std::process::ExitCode;

use anyhow::{Result, bail};
use course::{Answer, Cancel, Course, Diagnostic, Exercise, Kind, Verdict};

use crate::{cli, terminal};

pub(crate) fn check(course: &Course, asked: &cli::Check) -> Result<ExitCode> {
    let exercises = meant(course, asked)?;
    let shown = asked.file.as_deref().map(|file| file.display().to_string());
    let answer = match (&asked.file, &shown) {
        (Some(file), Some(shown)) => {
            course::read_program(file)?;
            Answer::File(file, shown)
        }
        _ => Answer::Learner,
    };
    if exercises.is_empty() && !asked.json {
        terminal::print(
            "no exercise is started yet: `cargo playground list` shows where to begin\n",
        )?;
        return Ok(ExitCode::SUCCESS);
    }
    let kit = terminal::prepare(course)?;
    let mut verdicts = Vec::new();
    let show = &mut |diagnostic: &Diagnostic| {
        if !asked.json {
            terminal::complain(diagnostic.rendered.trim_end_matches('\n'));
            terminal::complain("");
        }
    };
    if let [exercise] = exercises.as_slice() {
        let verdict = course::check(course, &kit, exercise, answer, show, &Cancel::never())?;
        tell(&verdict, asked.json)?;
        verdicts.push(verdict);
    } else {
        if !asked.json {
            terminal::complain(&format!("checking {} answers", exercises.len()));
        }
        let mut broken = None;
        let told = &mut |_: &Exercise, verdict: Verdict| {
            verdict.diagnostics.iter().for_each(&mut *show);
            let told = tell(&verdict, asked.json);
            let told = told.and_then(|()| terminal::print(if asked.json { "" } else { "\n" }));
            broken = broken.take().or(told.err());
            verdicts.push(verdict);
            Ok(())
        };
        course::check_several(course, &kit, &exercises, told, &Cancel::never())?;
        if let Some(broken) = broken {
            return Err(broken);
        }
    }
    if !asked.json && exercises.len() > 1 {
        terminal::print(&format!("{}\n", in_sum(&verdicts)))?;
    }
    if asked.names.is_empty() && !asked.all && !asked.json {
        terminal::print(&not_started(course)?)?;
    }
    // Whoever asks for all of them knows that some are not started; whoever names one wants to know that it passes.
    let is_well = |kind: Kind| kind == Kind::Passed || asked.all && kind == Kind::NotStarted;
    let all_well = verdicts.iter().all(|verdict| is_well(verdict.verdict));
    Ok(if all_well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn tell(verdict: &Verdict, as_json: bool) -> Result<()> {
    if as_json {
        terminal::print_json(verdict)?;
    } else {
        terminal::print(&terminal::clean(&verdict.report))?;
    }
    if let Some(why) = &verdict.not_kept {
        terminal::complain(&format!("note: this verdict is not kept: {why}"));
    }
    Ok(())
}

/// The exercises that are named; without a name those that are started, or really all.
fn meant(course: &Course, asked: &cli::Check) -> Result<Vec<Exercise>> {
    if asked.file.is_some() && asked.names.len() != 1 {
        bail!(
            "`--file` is the answer to one exercise, and {} are named: name one",
            asked.names.len()
        );
    }
    if asked.names.is_empty() {
        let all = course
            .chapters()?
            .into_iter()
            .flat_map(|chapter| chapter.exercises);
        return Ok(all
            .filter(|exercise| asked.all || exercise.started)
            .collect());
    }
    Ok(asked
        .names
        .iter()
        .map(|name| course.exercise(name))
        .collect::<course::Result<_>>()?)
}

pub(super) fn in_sum(verdicts: &[Verdict]) -> String {
    let count = |wanted: &[Kind]| {
        verdicts
            .iter()
            .filter(|v| wanted.contains(&v.verdict))
            .count()
    };
    let passed = count(&[Kind::Passed]);
    let not_started = count(&[Kind::NotStarted]);
    let failed = verdicts.len() - passed - not_started;
    match not_started {
        0 => format!("{passed} passed, {failed} failed"),
        n => format!("{passed} passed, {failed} failed, {n} not started"),
    }
}

fn not_started(course: &Course) -> Result<String> {
    let all = course
        .chapters()?
        .into_iter()
        .flat_map(|chapter| chapter.exercises);
    let names: Vec<String> = all.filter(|e| !e.started).map(|e| e.name).collect();
    Ok(match names.is_empty() {
        true => String::new(),
        false => format!("\nnot started: {}\n", names.join(", ")),
    })
}
