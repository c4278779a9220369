//! Several answers in one program: the compiler reads the crates once and links once, where it would do so for each.
//!
//! An answer of which the compiler has anything to say is checked alone, so that it is told the same as ever. So is
//! everything where this cannot be done.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::PathBuf;

use super::{Kind, Verdict, ask_rustc, modules, prelude, run, with_parts};
use crate::{
    Cancel, Compiled, Course, Diagnostic, Error, Exercise, Kit, Program, Result, Source, Tokio,
    is_started, read_program,
};

/// The variable that says which exercise the program is to check.
pub(super) const WHICH: &str = "COURSE_EXERCISE";

/// How often to leave out what does not compile and try again. The compiler does not find all of it at once.
const TRIES: usize = 3;

/// The program, and the answers in it by the full names of their exercises.
pub(super) struct Together {
    program: Option<Program>,
    texts: HashMap<String, String>,
}

/// An answer that may take part.
struct Part<'a> {
    exercise: &'a Exercise,
    text: String,
    copy: PathBuf,
}

impl Together {
    /// Compiles the answers of these exercises that are started.
    pub(super) fn compile(
        course: &Course,
        kit: &Kit,
        exercises: &[Exercise],
        cancel: &Cancel,
    ) -> Result<Self> {
        let none = Self {
            program: None,
            texts: HashMap::new(),
        };
        let Some(kept) = kit.store().kept(&course.key("checks/together")) else {
            return Ok(none);
        };
        let mut parts: Vec<Part<'_>> = exercises
            .iter()
            .filter_map(|exercise| {
                let text = read_program(&exercise.path(course)).ok()?;
                let copy = kept.folder.join(format!("{}.rs", exercise.full_name()));
                is_started(&text).then_some(Part {
                    exercise,
                    text,
                    copy,
                })
            })
            .collect();
        for part in &parts {
            let folder = part.copy.parent().expect("a file lies in a folder");
            fs::create_dir_all(folder)
                .and_then(|()| fs::write(&part.copy, &part.text))
                .map_err(Error::io(&part.copy, "written"))?;
        }
        for _ in 0..TRIES {
            if parts.len() < 2 {
                break;
            }
            let source = source(course, kit, &parts).kept_in(Some(kept.folder.clone()));
            let compiled = match kit.compile(&source, &mut |_| {}, cancel) {
                Ok(compiled) => compiled,
                Err(e) if e.is_cancelled() => return Err(e),
                // Whose fault it is turns out when each is compiled alone.
                Err(_) => break,
            };
            let Compiled {
                diagnostics,
                program,
                ..
            } = compiled;
            let before = parts.len();
            parts.retain(|part| !diagnostics.iter().any(|d| is_about(d, part.exercise)));
            if program.is_some() {
                let texts = parts
                    .into_iter()
                    .map(|part| (part.exercise.full_name(), part.text));
                return Ok(Self {
                    program,
                    texts: texts.collect(),
                });
            }
            if parts.len() == before {
                break;
            }
        }
        Ok(none)
    }

    /// The verdict on the learner's answer, if it is in the program.
    pub(super) fn check(
        &self,
        course: &Course,
        kit: &Kit,
        exercise: &Exercise,
        cancel: &Cancel,
    ) -> Option<Result<Verdict>> {
        let program = self.program.as_ref()?;
        let text = self.texts.get(&exercise.full_name())?;
        let mut verdict = Verdict::of(exercise, text.clone());
        verdict.verdict = Kind::Failed;
        let ran = run(course, exercise, program, &mut verdict, cancel).and_then(|()| {
            ask_rustc(
                course,
                kit,
                exercise,
                &exercise.file,
                &mut verdict,
                &mut |_| {},
                cancel,
            )
        });
        Some(ran.map(|()| {
            verdict.keep(course, exercise);
            verdict
        }))
    }
}

fn source(course: &Course, kit: &Kit, parts: &[Part<'_>]) -> Source {
    let mut chapters: BTreeMap<&str, String> = BTreeMap::new();
    let mut choices = String::new();
    for Part { exercise, copy, .. } in parts {
        let (stem, name) = (&exercise.stem, &exercise.name);
        let inside = modules(course, exercise, copy);
        *chapters.entry(stem).or_default() += &format!("pub(crate) mod of_{name} {{\n{inside}}}\n");
        choices += &format!(
            "        Ok({:?}) => ::checks::main(chapter_{stem}::of_{name}::checks::all()),\n",
            exercise.full_name()
        );
    }
    let chapters: String = chapters
        .iter()
        .map(|(stem, inside)| format!("mod chapter_{stem} {{\n{inside}}}\n"))
        .collect();
    let text = format!(
        "{}{chapters}\nfn main() -> std::process::ExitCode {{\n    match std::env::var({WHICH:?}).as_deref() {{\n\
         {choices}        _ => std::process::ExitCode::from(2),\n    }}\n}}\n",
        prelude(kit)
    );
    let main = Source::text(text, "exercises/main.rs")
        .tokio(Tokio::Real)
        .prelinked(true);
    parts.iter().fold(main, |main, part| {
        with_parts(main, course, part.exercise, &part.copy, &part.exercise.file)
    })
}

fn is_about(diagnostic: &Diagnostic, exercise: &Exercise) -> bool {
    let checks = format!("exercises/{}/checks.rs", exercise.full_name());
    let notes = diagnostic.children.iter().map(|child| &child.spans);
    std::iter::once(&diagnostic.spans)
        .chain(notes)
        .flatten()
        .any(|span| span.file == exercise.file || span.file == checks)
}
