//! The program that a page asks for: a scene of a lesson with some of its blocks edited, or one that stands alone.

use std::collections::HashSet;

use course::{Cancel, Course, Diagnostic, Error, Kit, Result, RunOptions, Source, Splice, Tokio};
use serde::Deserialize;

use super::lesson_file;
use crate::serve::event::{self, Event, Events, Mark};

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Program {
    Scene {
        lesson: String,
        scene: String,
        edits: Vec<Edit>,
        /// The rows of the marbles that the page shows of this scene.
        #[serde(default)]
        marbles: Vec<String>,
    },
    Free {
        code: String,
    },
}

/// What the file of a program is called that stands in none.
const FREE: &str = "program.rs";

/// What now stands in one anchor of the lesson.
#[derive(Deserialize)]
pub(super) struct Edit {
    anchor: String,
    code: String,
}

/// Each edit makes a copy of the lesson: an anchor that is edited twice, ten thousand times over, would fill the memory.
fn once_each(edits: &[Edit]) -> Result<()> {
    let mut anchors = HashSet::new();
    match edits.iter().find(|edit| !anchors.insert(&edit.anchor)) {
        None => Ok(()),
        Some(edit) => Err(Error::Setup(format!(
            "`{}` is edited twice: send each block once",
            edit.anchor
        ))),
    }
}

impl Program {
    pub(super) fn run(
        self,
        course: &Course,
        kit: &Kit,
        events: &Events,
        cancel: &Cancel,
    ) -> Result<()> {
        match self {
            Self::Free { code } => {
                let tell = |d: &Diagnostic| {
                    events.send(Event::diagnostic(d, event::marks(d, None)));
                };
                let text = (FREE, code.as_str());
                let source = Source::text(&code, FREE);
                run(kit, (&source, text), None, tell, events, cancel)
            }
            Self::Scene {
                lesson,
                scene,
                edits,
                marbles,
            } => {
                let Some(file) = lesson_file(course, &lesson)? else {
                    return Err(Error::Setup(format!("there is no lesson `{lesson}`")));
                };
                let mut text = std::fs::read_to_string(course.root().join(&file))
                    .map_err(|e| Error::Setup(format!("`{file}` cannot be read: {e}")))?;
                once_each(&edits)?;
                for edit in &edits {
                    text = Splice::new(&text, &edit.anchor, &edit.code)?
                        .text()
                        .to_owned();
                }
                // Taken from the whole, each knows where its block begins now that all of them are in it.
                let blocks = edits
                    .iter()
                    .map(|edit| {
                        Ok((
                            edit.anchor.as_str(),
                            Splice::new(&text, &edit.anchor, &edit.code)?,
                        ))
                    })
                    .collect::<Result<Vec<_>>>()?;

                let source = Source::text(&text, &file).tokio(Tokio::Real);
                let mut told = HashSet::new();
                let tell = |d: &Diagnostic| {
                    let (shown, marks) = in_blocks(d, &blocks, &file);
                    // The same lint of an untouched part of the file is no news to the reader.
                    let is_news = !marks.is_empty() || d.level == course::Level::Error;
                    if is_news && told.insert(shown.rendered.clone()) {
                        events.send(Event::diagnostic(&shown, marks));
                    }
                };
                run(
                    kit,
                    (&source, (&file, &text)),
                    Some((&scene, &marbles)),
                    tell,
                    events,
                    cancel,
                )
            }
        }
    }
}

/// The diagnostic as seen from the block that it is about, and its places there.
fn in_blocks(
    diagnostic: &Diagnostic,
    blocks: &[(&str, Splice)],
    file: &str,
) -> (Diagnostic, Vec<Mark>) {
    for (anchor, splice) in blocks {
        let seen = splice.diagnostic(diagnostic, file);
        let marks = event::marks(&seen, Some(anchor));
        if !marks.is_empty() {
            return (seen, marks);
        }
    }
    (diagnostic.clone(), Vec::new())
}

fn run(
    kit: &Kit,
    (source, text): (&Source, (&str, &str)),
    scene: Option<(&str, &[String])>,
    mut tell: impl FnMut(&Diagnostic),
    events: &Events,
    cancel: &Cancel,
) -> Result<()> {
    events.send(Event::status("compiling"));
    let compiled = kit.compile(source, &mut tell, cancel)?;
    let Some(program) = compiled.program else {
        events.send(Event::DoesNotCompile {
            seconds: compiled.seconds,
        });
        return Ok(());
    };
    events.send(Event::status("running"));
    let args = scene.map(|(name, _)| vec!["--scene".to_owned(), name.to_owned()]);
    let options = RunOptions {
        args: args.unwrap_or_default(),
        ..RunOptions::default()
    };
    let run = program.run(&options, cancel)?;
    events.send(Event::finished(run, text, scene));
    Ok(())
}
