//! Back to the stub.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};

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

    /// Keeps a text beside the exercise, in a file whose name is free, and says which, from the course's root.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&self, course: &Course, answer: &[u8]) -> Result<String> {
        for n in 1.. {
            let name = format!("exercises/{}/{}/kept_{n}.rs", self.stem, self.name);
            let path = course.root().join(&name);
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(mut file) => {
                    file.write_all(answer)
                        .map_err(Error::io(&path, "written"))?;
                    return Ok(name);
                }
                Err(e) if e.kind() == ErrorKind::AlreadyExists => {}
                Err(e) => return Err(Error::io(&path, "written")(e)),
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
