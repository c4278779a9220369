//! `list`: chapters, exercises, and what to do next.

use std::fmt::Write as _;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

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
        terminal::print(&for_people(&chapters, SystemTime::now(), None))?;
    }
    course.checked()?;
    Ok(ExitCode::SUCCESS)
}

/// What stands before the one that is marked.
pub(super) const MARK: &str = "  > ";

/// The chapters with their exercises, within 80 columns; one of which may be marked.
pub(super) fn for_people(
    chapters: &[Chapter],
    now: SystemTime,
    marked: Option<&Exercise>,
) -> String {
    let all = || chapters.iter().flat_map(|chapter| &chapter.exercises);
    let width = all().map(|e| e.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for chapter in chapters {
        let _ = write!(text, "{:2}  {}", chapter.number, chapter.title);
        if let Some(e) = chapter.exercises.first() {
            let _ = write!(text, "   {}/", folder(e));
        }
        text.push('\n');
        for e in &chapter.exercises {
            let mark = if marked == Some(e) { MARK } else { "    " };
            let _ = writeln!(text, "{mark}{:width$}  {}", e.name, state(e, now));
        }
        text.push('\n');
    }
    if !chapters.is_empty() {
        let _ = writeln!(text, "The program of chapter N: cargo run --bin lesson_N");
    }
    let solved = all().filter(|e| e.state == State::Passing).count();
    if solved > 0 {
        let _ = writeln!(text, "{solved} of {} exercises pass.", all().count());
    }
    let _ = writeln!(text, "{}", next(all()));
    text
}

fn folder(exercise: &Exercise) -> &str {
    let file = exercise.file.as_str();
    file.rsplit_once('/').map_or(file, |(folder, _)| folder)
}

fn state(exercise: &Exercise, now: SystemTime) -> String {
    let state = match exercise.state {
        State::Pending if exercise.started => return "not checked".to_owned(),
        State::Pending => return "not started".to_owned(),
        State::Failing => "failing",
        State::Passing => "passing",
    };
    match &exercise.last_check {
        Some(last) => format!("{state}, {}", ago(last.checked_at, now)),
        None => state.to_owned(),
    }
}

/// How long ago that was; a time that is still to come, because a clock was set back, is now.
fn ago(at: u64, now: SystemTime) -> String {
    let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    let minutes = now.as_secs().saturating_sub(at) / 60;
    match minutes {
        0 => "just now".to_owned(),
        1..60 => format!("{minutes} min ago"),
        60..1440 => format!("{} h ago", minutes / 60),
        _ => format!("{} d ago", minutes / 1440),
    }
}

fn next<'a>(all: impl Iterator<Item = &'a Exercise> + Clone) -> String {
    let first = |wanted: fn(&Exercise) -> bool| all.clone().find(|e| wanted(e));
    if let Some(e) = first(|e| e.state == State::Failing) {
        return format!(
            "Next: mend {}\nthen: cargo playground check {}",
            e.file, e.name
        );
    }
    if let Some(e) = first(|e| e.state == State::Pending && e.started) {
        return format!("Next: cargo playground check {}", e.name);
    }
    match first(|e| e.state == State::Pending) {
        Some(e) => format!(
            "Next: edit {}\nthen: cargo playground check {}",
            e.file, e.name
        ),
        None if all.clone().next().is_none() => "There are no exercises yet.".to_owned(),
        None => "Every exercise passes.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use course::{Kind, LastCheck};

    use super::*;

    fn exercise(name: &str, state: State, started: bool) -> Exercise {
        Exercise {
            name: name.into(),
            title: name.into(),
            file: format!("exercises/01_first/{name}.rs"),
            state,
            last_check: (state != State::Pending).then_some(LastCheck {
                verdict: Kind::Passed,
                checked_at: 10_000_000,
                solved_at: None,
            }),
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
        let chapters = [Chapter {
            number,
            stem,
            title,
            lesson,
            exercises,
        }];
        for_people(
            &chapters,
            UNIX_EPOCH + Duration::from_secs(10_000_180),
            None,
        )
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
 1  First   exercises/01_first/
    one    passing, 3 min ago
    three  failing, 3 min ago
    four   not checked
    five   not started

The program of chapter N: cargo run --bin lesson_N
1 of 4 exercises pass.
Next: mend exercises/01_first/three.rs
then: cargo playground check three
";
        assert_eq!(text, expected.trim_start_matches('\n'));
    }

    #[test]
    fn how_long_ago() {
        let now = UNIX_EPOCH + Duration::from_secs(1_000_000);
        for (at, words) in [
            (1_000_000, "just now"),
            (2_000_000, "just now"),
            (1_000_000 - 59 * 60, "59 min ago"),
            (1_000_000 - 60 * 60, "1 h ago"),
            (1_000_000 - 24 * 60 * 60, "1 d ago"),
            (0, "11 d ago"),
        ] {
            assert_eq!(ago(at, now), words);
        }
    }

    #[test]
    fn what_to_do_next() {
        let last = |exercises| {
            let text = listed(exercises);
            let (_, end) = text.trim_end().split_once("lesson_N\n").unwrap();
            end.rsplit(" pass.\n").next().unwrap().to_owned()
        };
        let passing = || exercise("one", State::Passing, true);
        assert_eq!(last(vec![passing()]), "Every exercise passes.");
        assert_eq!(
            last(vec![passing(), exercise("two", State::Pending, false)]),
            "Next: edit exercises/01_first/two.rs\nthen: cargo playground check two"
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
