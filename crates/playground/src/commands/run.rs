//! `run`: any Tokio program in one file, and its timeline.

use std::process::ExitCode;

use anyhow::{Context, Result};
use course::{Cancel, Course, Diagnostic, Ended, Run, RunOptions, Source};
use serde::Serialize;
use timeline::{Outcome, text, view};

use crate::{cli, terminal};

pub(crate) fn run(course: &Course, asked: &cli::Run) -> Result<ExitCode> {
    course::read_program(&asked.file)?;
    let shown = asked.file.display().to_string();
    let kit = terminal::prepare(course)?;
    let show = &mut |diagnostic: &Diagnostic| {
        if !asked.json {
            terminal::complain(diagnostic.rendered.trim_end_matches('\n'));
            terminal::complain("");
        }
    };
    let compiled = kit.compile(&Source::file(&asked.file, &shown), show, &Cancel::never())?;
    let options = if asked.real {
        RunOptions::real()
    } else {
        RunOptions::default()
    };
    let mut print = terminal::aloud();
    let mut aloud = |bytes: &[u8]| {
        if !asked.json {
            print(bytes);
        }
    };
    let run = compiled
        .program
        .map(|program| program.run_aloud(&options, &mut aloud, &Cancel::never()))
        .transpose()?;

    if let (Some(report), Some(recording)) = (
        &asked.report,
        run.as_ref().and_then(|run| run.recording.as_ref()),
    ) {
        let text = std::fs::read_to_string(&asked.file)
            .with_context(|| format!("`{shown}` cannot be read"))?;
        let page = timeline::report::html(&shown, &[(&shown, recording)], &[(&shown, &text)]);
        std::fs::write(report, page)
            .with_context(|| format!("`{}` cannot be written", report.display()))?;
    }
    if asked.json {
        terminal::print_json(&object(
            &compiled.diagnostics,
            compiled.seconds,
            run.as_ref(),
        ))?;
        return Ok(code(run.is_some_and(|run| run.ended.is_success())));
    }
    let Some(run) = run else {
        terminal::complain(&format!("error: `{shown}` does not compile"));
        return Ok(ExitCode::FAILURE);
    };
    let printed = &run.stdout;
    if !printed.is_empty() && !printed.ends_with('\n') {
        terminal::print("\n")?;
    }
    if let Some(recording) = &run.recording {
        let gap = if printed.is_empty() { "" } else { "\n" };
        let options = text::Options {
            colour: terminal::has_colour(),
            ..text::Options::default()
        };
        terminal::print(&format!("{gap}{}", text::render(recording, &options)))?;
        // Of a program that stalled, it has said so itself.
        if recording.outcome == Outcome::Unfinished {
            for paragraph in timeline::explain(recording) {
                terminal::complain(&terminal::clean(&format!("\n{paragraph}")));
            }
        }
        for warning in timeline::warnings(recording) {
            terminal::complain(&terminal::clean(&format!("\nwarning: {warning}")));
        }
    } else if matches!(run.ended, Ended::Exited { .. }) {
        terminal::complain("note: no Tokio runtime ran to its end here, so there is no timeline");
    }
    let errors = run.stderr.trim_matches('\n');
    if !errors.is_empty() {
        terminal::complain(&terminal::clean(&format!("\n{errors}")));
    }
    if !run.ended.is_success() {
        terminal::complain(&format!("\nerror: `{shown}` {}", run.ended));
    }
    Ok(code(run.ended.is_success()))
}

/// `run --json`.
#[derive(Serialize)]
struct Object<'a, R> {
    #[serde(flatten)]
    end: End<'a>,
    stdout: &'a str,
    stderr: &'a str,
    diagnostics: &'a [Diagnostic],
    seconds: f64,
    /// With its sentences, so that the viewer in the page can open it.
    recording: Option<R>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum End<'a> {
    OfRun(&'a Ended),
    OfCompiler { ended: &'static str },
}

fn object<'a>(
    diagnostics: &'a [Diagnostic],
    seconds: f64,
    run: Option<&'a Run>,
) -> Object<'a, impl Serialize> {
    let recording = run.and_then(|run| run.recording.as_ref());
    let recording = recording.map(view::told);
    match run {
        Some(run) => Object {
            end: End::OfRun(&run.ended),
            stdout: &run.stdout,
            stderr: &run.stderr,
            diagnostics,
            seconds: run.seconds,
            recording,
        },
        None => Object {
            end: End::OfCompiler {
                ended: "does_not_compile",
            },
            stdout: "",
            stderr: "",
            diagnostics,
            seconds,
            recording,
        },
    }
}

fn code(is_success: bool) -> ExitCode {
    if is_success {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
