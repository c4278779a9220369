//! Which exercise is meant by what somebody typed.

use std::path::Path;

use crate::{Chapter, Course, Error, Exercise, Result};

pub(crate) fn find(course: &Course, chapters: Vec<Chapter>, name: &str) -> Result<Exercise> {
    let mut all: Vec<Exercise> = chapters.into_iter().flat_map(|c| c.exercises).collect();
    let file = file_in_course(course, name);
    let wanted = name.trim_end_matches(".rs");
    let is_meant = |e: &Exercise| {
        e.name == wanted
            || e.full_name() == wanted
            || e.file == name
            || file.as_deref() == Some(e.file.as_str())
    };
    let meant: Vec<usize> = (0..all.len()).filter(|i| is_meant(&all[*i])).collect();
    match meant.as_slice() {
        [one] => Ok(all.swap_remove(*one)),
        [] => Err(Error::UnknownExercise {
            name: name.to_owned(),
            near: nearest(&all, wanted),
        }),
        [first, ..] => Err(Error::AmbiguousExercise {
            name: name.to_owned(),
            first: all[*first].full_name(),
        }),
    }
}

/// The path that was typed, from the course's root.
fn file_in_course(course: &Course, name: &str) -> Option<String> {
    if !name.ends_with(".rs") {
        return None;
    }
    let path = std::path::absolute(name).ok()?;
    let folder = path.parent()?.canonicalize().ok()?;
    let inside = folder
        .strip_prefix(course.root())
        .ok()?
        .join(path.file_name()?);
    Some(slashed(&inside))
}

pub(crate) fn slashed(path: &Path) -> String {
    path.components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

/// The exercise whose name is like what was typed, if one is.
fn nearest(all: &[Exercise], wanted: &str) -> Option<String> {
    let bare = wanted.rsplit('/').next().unwrap_or(wanted);
    all.iter()
        .map(|e| (strsim::jaro_winkler(&e.name, bare), e))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, e)| e.name.clone())
}

#[cfg(test)]
mod tests {
    use crate::chapter::sample;

    fn found(name: &str) -> String {
        let folder = sample::course();
        match sample::opened(&folder).exercise(name) {
            Ok(exercise) => exercise.full_name(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn by_name_by_chapter_and_by_file() {
        for name in [
            "stopwatch",
            "01_first/stopwatch",
            "exercises/01_first/stopwatch.rs",
            "stopwatch.rs",
        ] {
            assert_eq!(found(name), "01_first/stopwatch", "{name}");
        }
    }

    #[test]
    fn by_absolute_path() {
        let folder = sample::course();
        let path = folder.path().join("exercises/02_second/overlap.rs");
        let exercise = sample::opened(&folder)
            .exercise(path.to_str().unwrap())
            .unwrap();
        assert_eq!(exercise.full_name(), "02_second/overlap");
    }

    #[test]
    fn two_of_the_same_name() {
        assert_eq!(
            found("overlap"),
            "more than one exercise is called `overlap`: say which, as in `01_first/overlap`"
        );
    }

    #[test]
    fn near_misses() {
        for near in ["stopwach", "stop_watch", "01_first/stopwacth"] {
            assert_eq!(
                found(near),
                format!("there is no exercise `{near}`: did you mean `stopwatch`?")
            );
        }
        assert_eq!(
            found("zzz"),
            "there is no exercise `zzz`: `cargo playground list` shows them all"
        );
    }
}
