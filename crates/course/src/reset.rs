//! Back to the stub.

use std::fs;
use std::io::ErrorKind;

use crate::{Course, Error, Exercise, Result, files};

/// What a reset did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reset {
    /// The file was the stub already.
    Unchanged,
    /// The file is the stub now; there was none before.
    Restored,
    /// The file is the stub now, and what was in it is kept in this file, from the course's root.
    Kept(String),
}

impl Exercise {
    /// Makes the file of the exercise what it was when it was shipped, and keeps what was in it.
    ///
    /// # Errors
    /// When a file cannot be read or written. The answer is never lost: it is kept before anything is replaced.
    pub fn reset(&self, course: &Course) -> Result<Reset> {
        let shipped = course
            .root()
            .join(format!("solutions/{}/{}/stub.rs", self.stem, self.name));
        let stub = fs::read(&shipped).map_err(Error::io(&shipped, "read"))?;
        let path = self.path(course);
        let reset = match fs::read(&path) {
            Ok(answer) if answer == stub => return Ok(Reset::Unchanged),
            Ok(answer) => Reset::Kept(self.keep(course, &answer)?),
            Err(e) if e.kind() == ErrorKind::NotFound => Reset::Restored,
            Err(e) => return Err(Error::io(&path, "read")(e)),
        };
        files::replace(&path, &stub).map_err(Error::io(&path, "written"))?;
        Ok(reset)
    }

    /// The texts that were kept beside it, from the course's root, oldest first.
    pub fn kept(&self, course: &Course) -> Vec<String> {
        let inside = format!("exercises/{}/{}", self.stem, self.name);
        let number = |name: &str| -> Option<u64> {
            name.strip_prefix("kept_")?
                .strip_suffix(".rs")?
                .parse()
                .ok()
        };
        let entries = fs::read_dir(course.root().join(&inside));
        let mut numbers: Vec<u64> = entries
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| number(entry.file_name().to_str()?))
            .collect();
        numbers.sort_unstable();
        let name = |n| format!("{inside}/kept_{n}.rs");
        numbers.into_iter().map(name).collect()
    }

    /// Keeps a text beside the exercise, in a file whose name is free, and says which, from the course's root.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&self, course: &Course, answer: &[u8]) -> Result<String> {
        for n in 1.. {
            let name = format!("exercises/{}/{}/kept_{n}.rs", self.stem, self.name);
            let path = course.root().join(&name);
            if files::create(&path, answer).map_err(Error::io(&path, "written"))? {
                return Ok(name);
            }
        }
        unreachable!("a folder holds fewer files than there are numbers")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chapter::sample;

    #[test]
    fn what_was_there_is_kept_each_time() {
        let folder = sample::course();
        let course = sample::opened(&folder);
        let exercise = course.exercise("stopwatch").unwrap();
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
        sample::write(&folder, "solutions/01_first/stopwatch/stub.rs", "// TODO\n");

        for n in ["1", "2"] {
            sample::write(&folder, &exercise.file, &format!("answer {n}"));
            let kept = format!("exercises/01_first/stopwatch/kept_{n}.rs");
            assert_eq!(exercise.reset(&course).unwrap(), Reset::Kept(kept.clone()));
            assert_eq!(
                (read(&exercise.file), read(&kept)),
                ("// TODO\n".into(), format!("answer {n}"))
            );
        }
        assert_eq!(exercise.reset(&course).unwrap(), Reset::Unchanged);
        let kept = ["1", "2"].map(|n| format!("exercises/01_first/stopwatch/kept_{n}.rs"));
        assert_eq!(exercise.kept(&course), kept);
        fs::remove_file(exercise.path(&course)).unwrap();
        assert_eq!(exercise.reset(&course).unwrap(), Reset::Restored);
        assert_eq!(read(&exercise.file), "// TODO\n");
    }

    #[test]
    fn without_a_stub_nothing_is_touched() {
        let folder = sample::course();
        let course = sample::opened(&folder);
        let exercise = course.exercise("stopwatch").unwrap();
        let error = exercise.reset(&course).unwrap_err().to_string();
        assert!(
            error.contains("solutions/01_first/stopwatch/stub.rs` cannot be read"),
            "{error}"
        );
        assert_eq!(
            fs::read_to_string(exercise.path(&course)).unwrap(),
            "fn answer() {}\n"
        );
    }
}
