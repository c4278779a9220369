//! The solution of an exercise, and why it is right.

use std::fs;

use crate::{Course, Error, Exercise, Result};

/// The solution that the course shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solution {
    /// Its file, from the course's root.
    pub file: String,
    /// Its source text.
    pub text: String,
    /// Why it is right, in Markdown; empty where nothing is said.
    pub why: String,
}

pub(crate) fn read(course: &Course, exercise: &Exercise) -> Result<Solution> {
    let file = format!("solutions/{}/{}.rs", exercise.stem, exercise.name);
    let path = course.root().join(&file);
    let text = fs::read_to_string(&path).map_err(Error::io(&path, "read"))?;
    let why = course.root().join(format!(
        "solutions/{}/{}/why.md",
        exercise.stem, exercise.name
    ));
    let why = match why.exists() {
        true => fs::read_to_string(&why).map_err(Error::io(&why, "read"))?,
        false => String::new(),
    };
    Ok(Solution { file, text, why })
}

#[cfg(test)]
mod tests {
    use crate::chapter::sample;

    #[test]
    fn text_and_reason() {
        let folder = sample::course();
        let course = sample::opened(&folder);
        let solution = course
            .exercise("01_first/overlap")
            .unwrap()
            .solution(&course)
            .unwrap();
        assert_eq!(solution.file, "solutions/01_first/overlap.rs");
        assert_eq!(
            (solution.text.as_str(), solution.why.as_str()),
            ("fn answer() {}\n", "Because.\n")
        );
    }
}
