//! `list`: chapters, exercises, and what to do next.

use std::fmt::Write as _;
use std::process::ExitCode;

use anyhow::Result;
use course::{Chapter, Course, Exercise, State};
use serde::Serialize;

use crate::{cli, terminal};

/// `list --json`.
#[derive(Serialize)]
struct Listed<'a> {
    chapters: &'a [Chapter],
}

pub(crate) fn list(course: &Course, asked: &cli::List) -> Result<ExitCode> {
    let chapters = course.chapters()?;
    if asked.json {
        terminal::print_json(&Listed {
            chapters: &chapters,
        })?;
    } else {
        terminal::print(&for_people(&chapters))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn for_people(chapters: &[Chapter]) -> String {
    let all = || chapters.iter().flat_map(|chapter| &chapter.exercises);
    let width = all().map(|e| e.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for chapter in chapters {
        let _ = writeln!(
            text,
            "{:2}  {}   (cargo run --bin {})",
            chapter.number, chapter.title, chapter.lesson
        );
        for e in &chapter.exercises {
            let _ = writeln!(text, "    {:width$}  {:11}  {}", e.name, state(e), e.file);
        }
        text.push('\n');
    }
    let _ = writeln!(text, "{}", next(all()));
    text
}

fn state(exercise: &Exercise) -> &'static str {
    match exercise.state {
        State::Pending if exercise.started => "not checked",
        State::Pending => "not started",
        State::Failing => "failing",
        State::Passing => "passing",
    }
}

fn next<'a>(all: impl Iterator<Item = &'a Exercise> + Clone) -> String {
    let first = |wanted: fn(&Exercise) -> bool| all.clone().find(|e| wanted(e));
    if let Some(e) = first(|e| e.state == State::Failing) {
        return format!(
            "Next: mend {}, then: cargo playground check {}",
            e.file, e.name
        );
    }
    if let Some(e) = first(|e| e.state == State::Pending && e.started) {
        return format!("Next: cargo playground check {}", e.name);
    }
    match first(|e| e.state == State::Pending) {
        Some(e) => format!(
            "Next: edit {}, then: cargo playground check {}",
            e.file, e.name
        ),
        None if all.clone().next().is_none() => "There are no exercises yet.".to_owned(),
        None => "Every exercise passes.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exercise(name: &str, state: State, started: bool) -> Exercise {
        Exercise {
            name: name.into(),
            title: name.into(),
            file: format!("exercises/01_first/{name}.rs"),
            state,
            hints: 3,
            right: Vec::new(),
            wrong: Vec::new(),
            stem: "01_first".into(),
            started,
        }
    }

    fn listed(exercises: Vec<Exercise>) -> String {
        let (number, stem, title, lesson) =
            (1, "01_first".into(), "First".into(), "lesson_1".into());
        for_people(&[Chapter {
            number,
            stem,
            title,
            lesson,
            exercises,
        }])
    }

    #[test]
    fn every_state_has_its_words() {
        let text = listed(vec![
            exercise("one", State::Passing, true),
            exercise("three", State::Failing, true),
            exercise("four", State::Pending, true),
            exercise("five", State::Pending, false),
        ]);
        let expected = "
 1  First   (cargo run --bin lesson_1)
    one    passing      exercises/01_first/one.rs
    three  failing      exercises/01_first/three.rs
    four   not checked  exercises/01_first/four.rs
    five   not started  exercises/01_first/five.rs

Next: mend exercises/01_first/three.rs, then: cargo playground check three
";
        assert_eq!(text, expected.trim_start_matches('\n'));
    }

    #[test]
    fn what_to_do_next() {
        let last = |exercises| listed(exercises).lines().last().unwrap().to_owned();
        let passing = || exercise("one", State::Passing, true);
        assert_eq!(last(vec![passing()]), "Every exercise passes.");
        assert_eq!(
            last(vec![passing(), exercise("two", State::Pending, false)]),
            "Next: edit exercises/01_first/two.rs, then: cargo playground check two"
        );
        assert_eq!(
            last(vec![
                exercise("two", State::Pending, false),
                exercise("three", State::Pending, true)
            ]),
            "Next: cargo playground check three"
        );
        assert_eq!(last(Vec::new()), "There are no exercises yet.");
    }
}
