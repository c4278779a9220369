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

    let recordings = run.as_ref().map(Run::recordings).unwrap_or_default();
    if let (Some(report), [_, ..]) = (&asked.report, recordings.as_slice()) {
        let text = std::fs::read_to_string(&asked.file)
            .with_context(|| format!("`{shown}` cannot be read"))?;
        let page = match recordings.as_slice() {
            [(_, only)] => timeline::report::html(&shown, &[(&shown, only)], &[(&shown, &text)]),
            several => {
                let named: Vec<_> = several.iter().map(|(n, r)| (n.as_str(), *r)).collect();
                timeline::report::html(&shown, &named, &[(&shown, &text)])
            }
        };
        std::fs::write(report, page)
            .with_context(|| format!("`{}` cannot be written", report.display()))?;
        terminal::complain(&format!("its timeline is in `{}`", report.display()));
    }
    if asked.json {
        terminal::print_json(&object(
            &compiled.diagnostics,
            compiled.seconds,
            run.as_ref(),
        ))?;
        return Ok(code(run.is_some_and(|run| run.ended.is_success())));
    }
    let Some(run) = &run else {
        terminal::complain(&format!("error: `{shown}` does not compile"));
        return Ok(ExitCode::FAILURE);
    };
    let printed = &run.stdout;
    if !printed.is_empty() && !printed.ends_with('\n') {
        terminal::print("\n")?;
    }
    for (i, (name, recording)) in recordings.iter().enumerate() {
        let gap = if printed.is_empty() && i == 0 {
            ""
        } else {
            "\n"
        };
        let heading = match recordings.len() {
            1 => String::new(),
            _ => format!("{name}\n"),
        };
        let options = text::Options {
            colour: terminal::has_colour(),
            ..text::Options::default()
        };
        let picture = text::render(recording, &options);
        terminal::print(&format!("{gap}{heading}{picture}"))?;
        // Of a program that stalled, it has said so itself.
        if recording.outcome == Outcome::Unfinished {
            for paragraph in timeline::explain(recording) {
                terminal::complain(&terminal::clean(&format!("\n{paragraph}")));
            }
        }
        for warning in timeline::warnings(recording) {
            terminal::complain(&terminal::clean(&format!("\nwarning: {warning}")));
        }
    }
    for sentence in run.kept_by() {
        terminal::complain(&terminal::clean(&format!("\n{sentence}")));
    }
    if recordings.is_empty() && matches!(run.ended, Ended::Exited { .. }) {
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
    /// Those of further runtimes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    further: Vec<R>,
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
    let recordings = run.map(Run::recordings).unwrap_or_default();
    let mut told = recordings.into_iter().map(|(_, r)| view::told(r));
    let recording = told.next();
    let further = told.collect();
    match run {
        Some(run) => Object {
            end: End::OfRun(&run.ended),
            stdout: &run.stdout,
            stderr: &run.stderr,
            diagnostics,
            seconds: run.seconds,
            recording,
            further,
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
            further,
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
