//! Finds the chapters and their exercises on disk: a chapter that is added there needs no line of code.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::{Chapter, Exercise, State, is_started};
use crate::{Checked, Course, Error, Result, hints, summary};

pub(crate) fn scan(course: &Course) -> Result<Vec<Chapter>> {
    let mut titles = BTreeMap::new();
    let listed = course.root().join("book/SUMMARY.md");
    if listed.exists() {
        let text = fs::read_to_string(&listed).map_err(Error::io(&listed, "read"))?;
        titles.extend(
            summary::entries(&text)
                .into_iter()
                .map(|e| (e.stem, e.title)),
        );
    }
    let exercises = course.root().join("exercises");
    let unlisted = names_in(&exercises, |name| exercises.join(name).is_dir())?;
    for stem in unlisted
        .into_iter()
        .filter(|stem| summary::number(stem).is_some())
    {
        titles
            .entry(stem)
            .or_insert_with_key(|stem| summary::title_of(stem));
    }

    // Who wants to know why it cannot be read asks for it itself; the exercises are there all the same.
    let checked = course.checked().unwrap_or_default();
    let mut chapters = Vec::new();
    for (stem, title) in titles {
        let number = summary::number(&stem).expect("only stems with a number get here");
        let exercises = exercises_of(course, &checked, &stem)?;
        chapters.push(Chapter {
            number,
            stem,
            title,
            lesson: format!("lesson_{number}"),
            exercises,
        });
    }
    chapters.sort_by_key(|chapter| chapter.number);
    Ok(chapters)
}

fn exercises_of(course: &Course, checked: &Checked, stem: &str) -> Result<Vec<Exercise>> {
    let folder = course.root().join("exercises").join(stem);
    let names = names_in(&folder, |name| {
        folder.join(name).join("checks.rs").is_file()
    })?;
    let mut exercises: Vec<_> = names
        .into_iter()
        .map(|name| exercise(course, checked, stem, name))
        .collect::<Result<_>>()?;
    // In the order in which the package lists them, which is from the first small success to the hardest.
    let manifest = course.root().join("exercises/Cargo.toml");
    let manifest = fs::read_to_string(manifest).unwrap_or_default();
    let position = |e: &Exercise| manifest.find(&format!("\"{}/main.rs\"", e.full_name()));
    exercises.sort_by_key(|e| position(e).unwrap_or(usize::MAX));
    Ok(exercises)
}

fn exercise(course: &Course, checked: &Checked, stem: &str, name: String) -> Result<Exercise> {
    let file = format!("exercises/{stem}/{name}.rs");
    let folder = course.root().join("exercises").join(stem).join(&name);
    let text = fs::read(course.root().join(&file)).ok();
    let started = text
        .as_ref()
        .is_some_and(|text| is_started(&String::from_utf8_lossy(text)));
    let hints_file = folder.join("hints.md");
    let (title, hints) = if hints_file.exists() {
        hints::overview(&hints_file)?
    } else {
        (None, 0)
    };
    let variants = |kind: &str| -> Result<Vec<String>> {
        let inside = format!("solutions/{stem}/{name}");
        let files = names_in(&course.root().join(&inside), |file| {
            file.starts_with(kind) && file.ends_with(".rs")
        })?;
        Ok(files
            .into_iter()
            .map(|file| format!("{inside}/{file}"))
            .collect())
    };
    let mut exercise = Exercise {
        title: title.unwrap_or_else(|| summary::title_of(&format!("_{name}"))),
        file,
        state: State::Pending,
        last_check: None,
        hints,
        right: variants("right_")?,
        wrong: variants("wrong_")?,
        stem: stem.to_owned(),
        started,
        name,
    };
    if let (true, Some(text)) = (started, text) {
        exercise.state = checked.state(course, &exercise, &text);
    }
    exercise.last_check = checked.of(&exercise).cloned();
    Ok(exercise)
}

/// The names in a folder that are wanted, sorted; none when there is no such folder.
fn names_in(folder: &Path, wanted: impl Fn(&str) -> bool) -> Result<BTreeSet<String>> {
    if !folder.exists() {
        return Ok(BTreeSet::new());
    }
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(folder).map_err(Error::io(folder, "read"))? {
        let entry = entry.map_err(Error::io(folder, "read"))?;
        names.extend(
            entry
                .file_name()
                .into_string()
                .ok()
                .filter(|name| wanted(name)),
        );
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use crate::chapter::sample;

    #[test]
    fn chapters_and_exercises_are_what_lies_on_disk() {
        let folder = sample::course();
        let chapters = sample::opened(&folder).chapters().unwrap();
        let overview: Vec<String> = chapters
            .iter()
            .map(|c| {
                let names: Vec<_> = c.exercises.iter().map(|e| e.name.as_str()).collect();
                format!(
                    "{} {} {} {}: {}",
                    c.number,
                    c.stem,
                    c.title,
                    c.lesson,
                    names.join(" ")
                )
            })
            .collect();
        assert_eq!(
            overview,
            [
                "1 01_first First steps lesson_1: overlap stopwatch",
                "2 02_second Second lesson_2: overlap",
                "3 03_third Third lesson_3: last",
            ]
        );
    }

    #[test]
    fn exercises_stand_in_the_order_of_their_package() {
        let folder = sample::course();
        let manifest = "[[bin]]\npath = \"01_first/stopwatch/main.rs\"\n\n[[bin]]\npath = \"01_first/overlap/main.rs\"\n";
        sample::write(&folder, "exercises/Cargo.toml", manifest);
        let chapters = sample::opened(&folder).chapters().unwrap();
        let names: Vec<_> = chapters[0]
            .exercises
            .iter()
            .map(|e| e.name.as_str())
            .collect();
        assert_eq!(names, ["stopwatch", "overlap"]);
    }

    #[test]
    fn the_json_of_an_exercise_is_the_promised_one() {
        let folder = sample::course();
        let chapters = sample::opened(&folder).chapters().unwrap();
        let json = serde_json::to_value(&chapters[0].exercises[0]).unwrap();
        assert_eq!(
            json,
            serde_json::json!({
                "name": "overlap",
                "title": "Overlap",
                "file": "exercises/01_first/overlap.rs",
                "state": "pending",
                "hints": 2,
                "right": ["solutions/01_first/overlap/right_join.rs"],
                "wrong": ["solutions/01_first/overlap/wrong_loop.rs", "solutions/01_first/overlap/wrong_row.rs"],
            })
        );
    }

    #[test]
    fn an_exercise_is_started_when_nothing_says_todo() {
        let folder = sample::course();
        let started = |folder| {
            let chapters = sample::opened(folder).chapters().unwrap();
            chapters[0]
                .exercises
                .iter()
                .map(|e| e.started)
                .collect::<Vec<_>>()
        };
        assert_eq!(started(&folder), [false, true]);
        sample::write(
            &folder,
            "exercises/01_first/stopwatch.rs",
            "fn answer() { todo!() }\n",
        );
        assert_eq!(started(&folder), [false, false]);
    }

    #[test]
    fn an_exercise_whose_file_is_gone_is_still_there() {
        let folder = sample::course();
        std::fs::remove_file(folder.path().join("exercises/01_first/overlap.rs")).unwrap();
        let chapters = sample::opened(&folder).chapters().unwrap();
        assert_eq!(chapters[0].exercises[0].name, "overlap");
        assert!(!chapters[0].exercises[0].started);
    }
}
